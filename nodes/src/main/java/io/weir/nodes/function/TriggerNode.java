package io.weir.nodes.function;

import static io.weir.engine.node.Property.choice;
import static io.weir.engine.node.Property.flag;
import static io.weir.engine.node.Property.number;
import static io.weir.engine.node.Property.text;
import static io.weir.engine.node.Property.typed;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.engine.message.Message;
import io.weir.engine.message.PropertyPath;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.NodeType.Category;
import io.weir.engine.node.NodeType.Kind;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.Property;
import io.weir.engine.node.Property.Option;
import io.weir.engine.node.Rule;
import io.weir.engine.node.Status;
import io.weir.engine.node.ValueSource;
import io.weir.nodes.support.Helps;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends a message when one comes, and another when time has passed or no more came. */
public final class TriggerNode implements Node {
  private static final double USUAL_MILLIS = 250;
  private static final Property<ValueSource> FIRST =
      sent("op1", fixed("pay", "the message itself")).label("Send").defaultsTo("1");
  private static final Property<Double> DURATION =
      number("duration")
          .label("Then wait")
          .hint("0: until it is reset. Less than 0: it is sent again and again, at that interval.")
          .defaultsTo("250")
          .storedAsText();
  private static final Property<String> UNITS =
      choice(
              "units",
              Option.of("ms", "milliseconds"),
              Option.of("s", "seconds"),
              Option.of("min", "minutes"),
              Option.of("hr", "hours"))
          .label("Unit")
          .defaultsTo("ms");
  private static final Property<Boolean> EXTEND =
      flag("extend")
          .label("Wait anew with each message")
          .defaultsTo(false)
          .hiddenWhen("duration", "0", 0);
  private static final Property<Boolean> OVERRIDE =
      flag("overrideDelay")
          .label("msg.delay may change the time")
          .hint("Milliseconds.")
          .defaultsTo(false)
          // As Node-RED's editor writes it where nobody has touched it; it counts as on there.
          .readAs("false", true);
  private static final Property<ValueSource> SECOND =
      sent("op2", fixed("pay", "the message that began it"), fixed("payl", "the latest message"))
          .label("Then send")
          .defaultsTo("0")
          .hiddenWhen("duration", "0", 0);
  private static final Property<String> OUTPUTS =
      choice("outputs", Option.of(1, "to the same output"), Option.of(2, "to a second output"))
          .label("The second message goes")
          .defaultsTo(1);
  private static final Property<String> RESET =
      text("reset")
          .label("Reset by payload")
          .hint("A message with reset resets it in any case.")
          .defaultsTo("");
  private static final Property<String> BY_TOPIC =
      choice("bytopic", Option.of("all", "all messages"), Option.of("topic", "each value of"))
          .label("For")
          .defaultsTo("all");
  private static final Property<String> TOPIC =
      text("topic")
          .label("Property")
          .defaultsTo("topic")
          .rule(Rule.path())
          .shownWhen("bytopic", "topic");

  /**
   * The type.
   *
   * @param mostStreams values of the property that tells messages apart, each with a time of its
   *     own
   */
  public static NodeType type(int mostStreams) {
    return NodeType.named("trigger")
        .category(Category.FUNCTION)
        .kind(Kind.WAIT)
        .color("#E6E0F8")
        .icon("trigger.svg")
        .purpose("Send now, and again later")
        .summary("{op1}, then {op2}")
        .synonyms("timeout", "watchdog", "debounce", "timer", "repeat", "block", "delay")
        .inputs(1)
        .outputsFrom("outputs")
        .selfContained()
        .help(Helps.of(TriggerNode.class, "trigger"))
        .properties(
            FIRST, DURATION, UNITS, EXTEND, OVERRIDE, SECOND, OUTPUTS, RESET, BY_TOPIC, TOPIC)
        .create((config, context) -> new TriggerNode(config, context, mostStreams));
  }

  /** What is sent: a value, something of the message, or nothing. */
  private static Property<ValueSource> sent(String key, Object... ofMessage) {
    List<Object> types =
        new ArrayList<>(
            List.of("flow", "global", "str", "num", "bool", "json", "bin", "date", "env"));
    types.addAll(List.of(ofMessage));
    types.add(fixed("nul", "nothing"));
    return typed(key, key + "type", "str", types.toArray());
  }

  private static Map<String, Object> fixed(String type, String label) {
    return Map.of("type", type, "label", label, "value", "");
  }

  private final NodeContext context;
  private final TriggerValue first;
  private final TriggerValue second;
  private final double usualMillis;
  private final boolean repeats;
  private final boolean extend;
  private final boolean followsDelay;
  private final String resetText;
  private final @Nullable PropertyPath topic;
  private final int secondOutput;
  private final int mostStreams;
  // By the value that tells messages apart.
  private final Map<Object, Stream> streams = new HashMap<>();

  private TriggerNode(NodeConfig config, NodeContext context, int mostStreams) {
    this.context = context;
    this.mostStreams = mostStreams;
    first = TriggerValue.of(config.raw("op1"), config.raw("op1type"), "1", context);
    second = TriggerValue.of(config.raw("op2"), config.raw("op2type"), "0", context);
    double duration = LeadingNumber.of(config.raw("duration"));
    double millis = Double.isNaN(duration) ? USUAL_MILLIS : duration * unit(config.get(UNITS));
    repeats = millis < 0;
    usualMillis = Math.abs(millis);
    extend = config.get(EXTEND);
    followsDelay = config.get(OVERRIDE);
    resetText = config.get(RESET);
    String property = config.get(TOPIC);
    topic =
        config.get(BY_TOPIC).equals("all")
            ? null
            : PropertyPath.ofMessage(property.isEmpty() ? "topic" : property);
    secondOutput = Values.toNumber(config.raw("outputs")) == 2 ? 1 : 0;
  }

  private static double unit(String name) {
    return switch (name) {
      case "s" -> 1_000;
      case "min" -> 60_000;
      case "hr" -> 3_600_000;
      default -> 1;
    };
  }

  /** What goes on since a message triggered it. */
  private static final class Stream {
    /** As it was sent first. */
    final Message triggered;

    /** What comes second, unless that is found out when it is sent. */
    final @Nullable Object secondValue;

    Message latest;
    boolean isExtended;

    /** Runs until the second message, or to the next of those that repeat; null until a reset. */
    NodeContext.@Nullable Timer timer;

    Outputs out;
    private @Nullable Promise<Void> end;

    Stream(Message received, Message triggered, @Nullable Object secondValue, NodeContext context) {
      this.triggered = triggered;
      this.secondValue = secondValue;
      latest = received;
      out = context;
    }

    /**
     * What is sent second will be due to this message, so its source waits for that. Where Complete
     * nodes listen it is dealt with now, which is what they are to hear.
     */
    Future<Void> owesTo(Outputs outputs) {
      if (outputs.tellsCompletion()) {
        return Node.done();
      }
      letGo();
      Promise<Void> promise = Promise.promise();
      end = promise;
      out = outputs;
      return promise.future();
    }

    void letGo() {
      Promise<Void> promise = end;
      if (promise != null) {
        end = null;
        promise.complete();
      }
    }

    void cancel() {
      NodeContext.Timer running = timer;
      if (running != null) {
        running.cancel();
      }
      letGo();
    }
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    Object key = key(message);
    if (isReset(message)) {
      end(key);
      return Node.done();
    }
    Stream active = streams.get(key);
    if (active == null) {
      return begin(key, message, out);
    }
    if (active.timer == null) {
      return Node.done();
    }
    if (repeats) {
      return begin(key, message, out);
    }
    active.latest = message;
    if (extend) {
      active.isExtended = true;
      active.timer.cancel();
      active.timer = waits(key, active, message);
      return owes(active, out);
    }
    return second.isLatestMessage() ? owes(active, out) : Node.done();
  }

  /** Messages without a value for the property share a stream. */
  private Object key(Message message) {
    Object value = topic == null ? null : message.get(topic);
    return value != null && Values.isTruthy(value) ? value : Undefined.VALUE;
  }

  private boolean isReset(Message message) {
    return message.has("reset")
        || (!resetText.isEmpty()
            && message.payload() != null
            && resetText.equals(Values.toText(message.payload())));
  }

  private Future<Void> begin(Object key, Message message, Outputs out) {
    if (streams.size() >= mostStreams && !streams.containsKey(key)) {
      throw new NodeException("too many topics in trigger node");
    }
    boolean isFoundLater = second.isLatestMessage() || second.isLookedUpLate();
    Object secondValue = isFoundLater || repeats ? null : second.evaluate(message);
    Message sent = message.with("payload", first.evaluate(message));
    Stream stream = new Stream(message, sent, secondValue, context);
    Stream before = streams.put(key, stream);
    if (before != null) {
      before.cancel();
    }
    stream.timer = waits(key, stream, message);
    showNumber();
    if (!first.isNothing()) {
      out.send(sent);
    }
    return repeats ? Node.done() : owes(stream, out);
  }

  private Future<Void> owes(Stream stream, Outputs out) {
    if (stream.timer == null || second.isNothing()) {
      stream.letGo();
      return Node.done();
    }
    return stream.owesTo(out);
  }

  private NodeContext.@Nullable Timer waits(Object key, Stream stream, Message message) {
    double own = followsDelay ? LeadingNumber.of(message.get("delay")) : Double.NaN;
    double millis = Double.isNaN(own) ? usualMillis : own;
    if (millis == 0) {
      return null;
    }
    long whole = Math.max(1, Math.round(millis));
    return repeats
        ? context.every(whole, () -> repeat(stream))
        : context.after(whole, () -> expire(key, stream));
  }

  private void repeat(Stream stream) {
    if (first.isNothing()) {
      return;
    }
    Message again = stream.triggered;
    context.send(first.isTime() ? again.with("payload", first.evaluate(again)) : again);
  }

  private void expire(Object key, Stream stream) {
    streams.remove(key);
    showNumber();
    try {
      if (!second.isNothing()) {
        stream.out.send(secondOutput, secondMessage(stream));
      }
    } finally {
      stream.letGo();
    }
  }

  private Message secondMessage(Stream stream) {
    if (second.isLatestMessage()) {
      return stream.latest;
    }
    boolean isNow = second.isLookedUpLate() || (second.isTime() && !stream.isExtended);
    return (stream.isExtended ? stream.latest : stream.triggered)
        .with("payload", isNow ? second.evaluate(stream.latest) : stream.secondValue);
  }

  private void end(Object key) {
    Stream stream = streams.remove(key);
    if (stream != null) {
      stream.cancel();
    }
    showNumber();
  }

  private void showNumber() {
    context.status(
        streams.isEmpty()
            ? Status.NONE
            : Status.of("blue", "dot", streams.size() > 1 ? "" + streams.size() : null));
  }

  @Override
  public Future<Void> stop(boolean removed) {
    streams.values().forEach(Stream::cancel);
    streams.clear();
    context.status(Status.NONE);
    return Node.done();
  }
}
