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
    int payloadBytes,
    boolean throughFlow,
    boolean isKept) {

  static Scenario of(String name) {
    return switch (name) {
      case "qos0-batch" -> new Scenario(name, 10, 1, 0, 200, 64, false, false);
      case "qos1-batch" -> new Scenario(name, 10, 1, 1, 20, 64, false, false);
      case "qos1-kept" -> new Scenario(name, 10, 1, 1, 20, 64, false, true);
      case "one-at-a-time" -> new Scenario(name, 500, 1, 0, 1, 64, false, false);
      case "fan-out-100" -> new Scenario(name, 1, 100, 0, 20, 64, false, false);
      case "flow-function", "flow-change" -> new Scenario(name, 1, 1, 0, 200, 5, true, false);
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
