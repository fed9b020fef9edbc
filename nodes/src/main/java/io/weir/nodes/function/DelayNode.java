package io.weir.nodes.function;

import static io.weir.engine.node.Property.choice;
import static io.weir.engine.node.Property.flag;
import static io.weir.engine.node.Property.number;

import io.weir.engine.message.Message;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.NodeType.Category;
import io.weir.engine.node.NodeType.Kind;
import io.weir.engine.node.Property;
import io.weir.engine.node.Property.Option;
import io.weir.engine.node.Rule;
import io.weir.nodes.support.Helps;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;

/** Holds messages back: each for a time, or all so that they come at a pace. */
public final class DelayNode {
  private static final long SHOWN_FROM_MILLIS = 1_000;

  private static final Object[] PACED = {"rate", "burst", "queue", "timed"};

  private static final Property<String> ACTION =
      choice(
              "pauseType",
              Option.of("delay", "delay each message"),
              new Option("delayv", "delay by msg.delay", "Milliseconds; else the time below."),
              Option.of("random", "delay at random"),
              Option.of("rate", "limit the rate of all"),
              new Option("burst", "limit bursts", "So many within the time, however close."),
              new Option("queue", "limit by topic, one by one", "The latest of each topic."),
              new Option("timed", "limit by topic, all at once", "The latest of each topic."))
          .label("Action")
          .defaultsTo("delay");
  private static final Property<Double> TIMEOUT =
      amount("timeout", "For", "5").shownWhen("pauseType", "delay", "delayv");
  private static final Property<String> TIMEOUT_UNITS =
      waitUnits("timeoutUnits").shownWhen("pauseType", "delay", "delayv");
  private static final Property<Double> RANDOM_FIRST =
      amount("randomFirst", "Between", "1").shownWhen("pauseType", "random");
  private static final Property<Double> RANDOM_LAST =
      amount("randomLast", "and", "5").shownWhen("pauseType", "random");
  private static final Property<String> RANDOM_UNITS =
      waitUnits("randomUnits").shownWhen("pauseType", "random");
  private static final Property<Double> RATE =
      amount("rate", "Messages", "1").shownWhen("pauseType", PACED);
  private static final Property<Double> RATE_UNIT_COUNT =
      amount("nbRateUnits", "in", "1").shownWhen("pauseType", PACED);
  private static final Property<String> RATE_UNITS =
      choice(
              "rateUnits",
              Option.of("second", "seconds"),
              Option.of("minute", "minutes"),
              Option.of("hour", "hours"),
              Option.of("day", "days"))
          .label("Unit")
          .defaultsTo("second")
          .shownWhen("pauseType", PACED);
  private static final Property<Boolean> ALLOW_RATE =
      flag("allowrate")
          .label("msg.rate may change it")
          .hint("Milliseconds between two messages.")
          .defaultsTo(false)
          .shownWhen("pauseType", "rate", "queue", "timed");
  private static final Property<String> DROP =
      choice("drop", Option.of(false, "wait in a queue"), Option.of(true, "don't wait"))
          .label("Messages in between")
          .defaultsTo(false)
          .shownWhen("pauseType", "rate");
  private static final Property<String> OUTPUTS =
      choice("outputs", Option.of(1, "are dropped"), Option.of(2, "go to a second output"))
          .label("Messages that neither pass nor wait")
          .defaultsTo(1)
          .shownWhen("pauseType", PACED);

  private static Property<Double> amount(String key, String label, String usual) {
    return number(key).label(label).defaultsTo(usual).storedAsText().rule(Rule.atLeast(0));
  }

  private static Property<String> waitUnits(String key) {
    return choice(
            key,
            Option.of("milliseconds", "milliseconds"),
            Option.of("seconds", "seconds"),
            Option.of("minutes", "minutes"),
            Option.of("hours", "hours"),
            Option.of("days", "days"))
        .label("Unit")
        .defaultsTo("seconds");
  }

  private DelayNode() {}

  /**
   * The type.
   *
   * @param mostPending messages that a node holds back at most
   */
  public static NodeType type(int mostPending) {
    return NodeType.named("delay")
        .category(Category.FUNCTION)
        .kind(Kind.WAIT)
        .color("#E6E0F8")
        .icon("timer.svg")
        .purpose("Hold messages back")
        .summary("{pauseType}")
        .synonyms("wait", "pause", "rate", "limit", "throttle", "queue", "burst", "random", "timer")
        .inputs(1)
        .outputsFrom("outputs")
        .selfContained()
        .help(Helps.of(DelayNode.class, "delay"))
        .properties(
            ACTION,
            TIMEOUT,
            TIMEOUT_UNITS,
            RANDOM_FIRST,
            RANDOM_LAST,
            RANDOM_UNITS,
            RATE,
            RATE_UNIT_COUNT,
            RATE_UNITS,
            ALLOW_RATE,
            DROP,
            OUTPUTS)
        .create((config, context) -> create(config, context, mostPending));
  }

  private static Node create(NodeConfig config, NodeContext context, int mostPending) {
    return switch (config.get(ACTION)) {
      case "delayv" -> byMessage(config, context, mostPending);
      case "random" -> atRandom(config, context, mostPending);
      case "rate" ->
          drops(config)
              ? new RateGate(context, pace(config), System::nanoTime)
              : new RateQueue(context, pace(config), mostPending);
      case "queue" -> new TopicQueue(context, pace(config), false, mostPending);
      case "timed" -> new TopicQueue(context, pace(config), true, mostPending);
      case "burst" -> burst(config, context);
      default -> {
        long millis = timeoutMillis(config);
        yield new DelayEach(
            context,
            message -> millis,
            millis > SHOWN_FROM_MILLIS ? DelayEach.Shown.ALWAYS : DelayEach.Shown.ON_ORDERS_ONLY,
            mostPending);
      }
    };
  }

  private static boolean drops(NodeConfig config) {
    return "true".equals(config.get(DROP));
  }

  private static Node byMessage(NodeConfig config, NodeContext context, int mostPending) {
    long usual = timeoutMillis(config);
    ToLongFunction<Message> wait =
        message -> {
          double own = LeadingNumber.of(message.get("delay"));
          return Double.isNaN(own) ? usual : Math.max(0, Math.round(own));
        };
    return new DelayEach(context, wait, DelayEach.Shown.CLEARED_WHEN_EMPTY, mostPending);
  }

  private static Node atRandom(NodeConfig config, NodeContext context, int mostPending) {
    double unit = unitMillis(config.get(RANDOM_UNITS));
    double first = config.get(RANDOM_FIRST) * unit;
    double last = config.get(RANDOM_LAST) * unit;
    RandomGenerator chance = RandomGenerator.getDefault();
    return new DelayEach(
        context,
        message -> Math.round(first + chance.nextDouble() * (last - first)),
        // The fixed time decides, though it isn't used otherwise, as it does in Node-RED.
        timeoutMillis(config) >= SHOWN_FROM_MILLIS
            ? DelayEach.Shown.ALWAYS
            : DelayEach.Shown.ON_ORDERS_ONLY,
        mostPending);
  }

  private static Node burst(NodeConfig config, NodeContext context) {
    long window = Math.round(config.get(RATE_UNIT_COUNT) * unitMillis(config.get(RATE_UNITS)));
    return new BurstGate(context, config.get(RATE), window, System::nanoTime);
  }

  private static Pace pace(NodeConfig config) {
    double count = config.get(RATE_UNIT_COUNT);
    double millis = unitMillis(config.get(RATE_UNITS)) / config.get(RATE) * (count > 0 ? count : 1);
    return new Pace(millis, config.get(ALLOW_RATE));
  }

  private static long timeoutMillis(NodeConfig config) {
    return Math.max(0, Math.round(config.get(TIMEOUT) * unitMillis(config.get(TIMEOUT_UNITS))));
  }

  private static double unitMillis(String unit) {
    return switch (unit) {
      case "milliseconds" -> 1;
      case "minute", "minutes" -> 60_000;
      case "hour", "hours" -> 3_600_000;
      case "day", "days" -> 86_400_000;
      default -> 1_000;
    };
  }
}
