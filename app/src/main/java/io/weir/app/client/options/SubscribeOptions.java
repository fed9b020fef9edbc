package io.weir.app.client.options;

import io.weir.app.client.Report;
import io.weir.app.client.Subscriber;
import io.weir.broker.SubscribeOptions.RetainHandling;
import io.weir.broker.packet.Qos;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What is subscribed to, and when that ends. */
public final class SubscribeOptions {
  /** How many unacknowledged messages are usual; fewer are taken if fewer are wanted at all. */
  private static final int USUAL_WINDOW = 20;

  @Option(
      names = {"-t", "--topic"},
      paramLabel = "FILTER",
      description = "Topics to subscribe to. May be repeated.")
  private List<String> topics = new ArrayList<>();

  @Option(
      names = {"-T", "--filter-out"},
      paramLabel = "FILTER",
      description = "Topics whose messages are left out. May be repeated.")
  private List<String> leftOut = new ArrayList<>();

  @Option(
      names = {"-U", "--unsubscribe"},
      paramLabel = "FILTER",
      description = "A subscription to end. May be repeated.")
  private List<String> endings = new ArrayList<>();

  @Option(
      names = {"-q", "--qos"},
      paramLabel = "0|1|2",
      description = "The highest QoS that messages come with (0).")
  private int qos;

  @Option(names = "-C", paramLabel = "COUNT", description = "Ends after so many messages.")
  private int count = Integer.MIN_VALUE;

  @Option(
      names = "-W",
      paramLabel = "SECONDS",
      description = "Ends after so long, with exit code 27.")
  private int seconds = Integer.MIN_VALUE;

  @Option(names = "-E", description = "Ends as soon as the broker has taken the subscriptions.")
  private boolean endsOnceSubscribed;

  @Option(names = "-R", description = "Leaves out messages that were retained.")
  private boolean skipsRetained;

  @Option(
      names = "--retained-only",
      description = "Takes retained messages only, and ends with the first other one.")
  private boolean retainedOnly;

  @Option(
      names = "--remove-retained",
      description = "Has the broker forget each retained message that comes.")
  private boolean removesRetained;

  @Option(
      names = "--retain-as-published",
      description = "With MQTT 5: passes the retain flag on as it was published.")
  private boolean retainAsPublished;

  /** How many unacknowledged messages to take; 0 for the usual. */
  public int receiveMaximum() {
    return count > 0 && count < USUAL_WINDOW ? count : 0;
  }

  /**
   * What to do.
   *
   * @param more a topic from elsewhere
   * @throws IllegalArgumentException naming the option that is wrong
   */
  public Subscriber.Plan plan(Optional<String> more, boolean isMqtt5, Report report) {
    more.ifPresent(topics::add);
    if (topics.isEmpty() && endings.isEmpty()) {
      throw new IllegalArgumentException(
          "say what to subscribe to (-t) or to unsubscribe from (-U)");
    }
    if (skipsRetained && retainedOnly) {
      throw new IllegalArgumentException("-R and --retained-only leave nothing to print");
    }
    if (retainAsPublished && !isMqtt5) {
      report.error("--retain-as-published has no effect without -V mqttv5");
    }
    Topics.filters("-t", topics);
    Topics.filters("-U", endings);
    return new Subscriber.Plan(
        topics,
        endings,
        new io.weir.broker.SubscribeOptions(
            Qos.of(Numbers.qos("-q", qos)),
            false,
            retainAsPublished,
            skipsRetained ? RetainHandling.DO_NOT_SEND : RetainHandling.SEND,
            0),
        Topics.filters("-T", leftOut),
        new Subscriber.Limits(limit("-C", count), limit("-W", seconds), endsOnceSubscribed),
        new Subscriber.Retained(skipsRetained, retainedOnly, removesRetained));
  }

  /** 0 if the option isn't there. */
  private static int limit(String option, int number) {
    return number == Integer.MIN_VALUE ? 0 : Numbers.within(option, number, 1, Integer.MAX_VALUE);
  }
}
