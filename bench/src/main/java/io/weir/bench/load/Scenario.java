package io.weir.bench.load;

/**
 * What the load client does.
 *
 * @param name how it is called on the command line and in the results
 * @param publishers connections that publish, each to a topic of its own
 * @param subscribersEach connections that subscribe to each of these topics
 * @param qos 0 or 1, of publications and subscriptions
 * @param window publications of one publisher that may be under way: sent and not yet arrived at
 *     every subscriber
 * @param rate publications a second of all publishers together; 0 for as many as the windows allow
 * @param payloadBytes size of a payload
 * @param throughFlow whether messages go through a flow, which sends them on to another topic
 * @param isKept whether subscribers have sessions that outlive them, so that a broker which keeps
 *     its promises writes every message before it is acknowledged
 */
record Scenario(
    String name,
    int publishers,
    int subscribersEach,
    int qos,
    int window,
    int rate,
    int payloadBytes,
    boolean throughFlow,
    boolean isKept) {

  private static final int UNBOUNDED = Integer.MAX_VALUE;

  /** Whether messages are sent at their time, however the peer fares. */
  boolean isSteady() {
    return rate > 0;
  }

  static Scenario of(String name) {
    return switch (name) {
      case "qos0-batch" -> new Scenario(name, 10, 1, 0, 200, 0, 64, false, false);
      case "qos1-batch" -> new Scenario(name, 10, 1, 1, 20, 0, 64, false, false);
      case "qos1-kept" -> new Scenario(name, 10, 1, 1, 20, 0, 64, false, true);
      case "one-at-a-time" -> new Scenario(name, 500, 1, 0, 1, 0, 64, false, false);
      case "fan-out-100" -> new Scenario(name, 1, 100, 0, 20, 0, 64, false, false);
      case "flow-function", "flow-change" -> new Scenario(name, 1, 1, 0, 200, 0, 5, true, false);
      case "steady" -> new Scenario(name, 100, 1, 0, UNBOUNDED, 10_000, 64, false, false);
      case "steady-qos1" -> new Scenario(name, 100, 1, 1, UNBOUNDED, 10_000, 64, false, false);
      case "flow-function-steady", "flow-change-steady" ->
          new Scenario(name, 1, 1, 0, UNBOUNDED, 1_000, 5, true, false);
      default -> throw new IllegalArgumentException("no scenario is called " + name);
    };
  }

  /** The topic that the publisher of a number publishes to. */
  String topic(int publisher) {
    return throughFlow ? "bench/in" : "bench/" + publisher;
  }

  /** The topic that its subscribers subscribe to. */
  String subscribedTopic(int publisher) {
    return throughFlow ? "bench/out" : topic(publisher);
  }
}
