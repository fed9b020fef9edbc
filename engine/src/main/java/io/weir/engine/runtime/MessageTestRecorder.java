package io.weir.engine.runtime;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.engine.blueprint.Blueprint;
import io.weir.engine.blueprint.FlowBlueprint;
import io.weir.engine.blueprint.NodeSpec;
import io.weir.engine.live.KeptMessage;
import io.weir.engine.live.MessageRecorder;
import io.weir.engine.live.OutputRecord;
import io.weir.engine.live.Recorders;
import io.weir.engine.live.SecretMask;
import io.weir.engine.live.TraceRecorder;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageIds;
import io.weir.engine.messagetest.MessageTest;
import io.weir.engine.messagetest.MessageTest.Input;
import io.weir.engine.messagetest.MessageTest.OutputMessages;
import io.weir.engine.messagetest.RecordedMessage;
import io.weir.engine.messagetest.Recording;
import io.weir.engine.messagetest.RecordingControl;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeException;
import io.weir.engine.runtime.TestScope.Output;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a message test of what a running flow does from now on.
 *
 * @threads one context
 */
final class MessageTestRecorder {
  private static final long LOOK_MILLIS = 50;
  private static final long QUIET_MILLIS = 300;
  private static final long LONGEST_UNREST_MILLIS = 5_000;

  private final Vertx vertx;
  private final FlowDirectory directory;
  private final MessageRecorder messages;
  private final TraceRecorder traces;
  private final Blueprint blueprint;
  private final TestScope scope;
  private final @Nullable List<String> nodeIds;
  private final Supplier<SecretMask> secrets;
  private final Map<OutputRecord, Long> before = new HashMap<>();
  private final List<NodeSpec> outside;
  private final List<Output> leadingIn;
  private final List<Output> results;
  private final Set<String> incomplete = new LinkedHashSet<>();

  /** A message that came in, and when. */
  private record Timed(long atMillis, Input input) {}

  /**
   * A recording of what comes from now on.
   *
   * @throws NodeException {@code not_found} if what is to be recorded doesn't run
   */
  MessageTestRecorder(
      RuntimeServices services,
      Recorders recorders,
      String flowId,
      @Nullable List<String> nodeIds,
      Supplier<SecretMask> secrets) {
    this.vertx = services.vertx();
    this.directory = services.directory();
    messages = recorders.messages();
    traces = recorders.traces();
    this.nodeIds = nodeIds;
    this.secrets = secrets;
    blueprint = directory.blueprint();
    scope = TestScope.of(blueprint, flowId, nodeIds);
    outside = scope.outsideNodes();
    leadingIn = scope.leadingIn();
    results = scope.results();
    for (FlowBlueprint flow : blueprint.flows().values()) {
      for (String id : flow.nodeIds()) {
        messages.of(id).forEach(record -> before.put(record, record.count()));
      }
    }
  }

  /**
   * Waits until so many messages came in, or the time is over, and then until the flow is quiet.
   *
   * @param control is told how many came, and may end the waiting for more
   * @param noLongerWanted completes when nobody waits for it any more
   */
  Future<Recording> record(
      Duration longest, int inputs, RecordingControl control, Future<?> noLongerWanted) {
    long end = System.nanoTime() + longest.toNanos();
    return until(
            () -> {
              long soFar = inputsSoFar();
              control.cameIn(soFar);
              return soFar >= inputs || control.isStopped() || System.nanoTime() - end >= 0;
            },
            noLongerWanted)
        .compose(came -> quiet(noLongerWanted))
        .map(quiet -> recording());
  }

  private Future<Void> until(Supplier<Boolean> isReached, Future<?> noLongerWanted) {
    if (noLongerWanted.isComplete()) {
      return Future.failedFuture(new NodeException("gone", "nobody waits for the recording"));
    }
    return isReached.get()
        ? Node.done()
        : vertx.timer(LOOK_MILLIS).compose(later -> until(isReached, noLongerWanted));
  }

  private Future<Void> quiet(Future<?> noLongerWanted) {
    long begin = System.nanoTime();
    long[] seen = {everything(), begin};
    return until(
            () -> {
              long now = System.nanoTime();
              long count = everything();
              if (count != seen[0]) {
                seen[0] = count;
                seen[1] = now;
              }
              return (now - seen[1] >= Duration.ofMillis(QUIET_MILLIS).toNanos() && !isUnderWay())
                  || now - begin >= Duration.ofMillis(LONGEST_UNREST_MILLIS).toNanos();
            },
            noLongerWanted)
        .onSuccess(
            ended -> {
              if (System.nanoTime() - seen[1] < Duration.ofMillis(QUIET_MILLIS).toNanos()
                  || isUnderWay()) {
                incomplete.add(
                    "The flow was still busy at the end: what came of the last messages may be"
                        + " missing.");
              }
            });
  }

  /** Whether nodes still have in hand what came in, as far as its way is followed. */
  private boolean isUnderWay() {
    return Stream.concat(sources().stream(), leadingIn.stream())
        .flatMap(output -> keptSince(output).stream())
        .map(KeptMessage::message)
        .map(message -> message == null ? null : traces.of(message.id()))
        .anyMatch(trace -> trace != null && !trace.isOver());
  }

  // ---- counting ----

  private @Nullable OutputRecord recordOf(Output output) {
    return messages.of(output.nodeId(), output.port());
  }

  private long sent(Output output) {
    OutputRecord record = recordOf(output);
    return record == null ? 0 : record.count() - before.getOrDefault(record, 0L);
  }

  private long sent(List<Output> outputs) {
    return outputs.stream().mapToLong(this::sent).sum();
  }

  /** How many messages a node has got by wires and links. */
  private long got(NodeSpec spec) {
    return sent(scope.leadingTo(spec.id()));
  }

  /** The outputs in scope whose messages go in with the test. */
  private List<Output> sources() {
    List<Output> sources = new ArrayList<>();
    scope.entrances().forEach(spec -> sources.addAll(TestScope.outputsOf(spec)));
    for (NodeSpec spec : outside) {
      if (scope.contains(spec) && got(spec) == 0) {
        sources.addAll(TestScope.outputsOf(spec));
      }
    }
    return sources;
  }

  private long inputsSoFar() {
    return sent(sources()) + sent(leadingIn);
  }

  private long everything() {
    return inputsSoFar()
        + sent(results)
        + outside.stream().mapToLong(spec -> sent(TestScope.outputsOf(spec))).sum();
  }

  // ---- making the test ----

  private Recording recording() {
    if (directory.blueprint() != blueprint) {
      throw new NodeException(
          "flows_changed", "the flows were deployed or stopped meanwhile; record again");
    }
    List<Input> inputs = inputs();
    if (inputs.isEmpty()) {
      incomplete.add("No message came in meanwhile, so the test has no inputs.");
    }
    List<OutputMessages> outputs = results.stream().map(output -> messagesOf(output)).toList();
    FlowBlueprint flow = scope.flow();
    String label = flow.root().name().isEmpty() ? flow.id() : flow.root().name();
    return new Recording(
        new MessageTest(
            MessageIds.next(), label, flow.id(), nodeIds, inputs, stubs(), outputs, List.of()),
        List.copyOf(incomplete));
  }

  private List<Input> inputs() {
    List<Timed> timed = new ArrayList<>();
    for (Output output : sources()) {
      for (KeptMessage kept : kept(output)) {
        Message message = recorded(output, kept);
        if (message != null && !isCalledFromInside(message)) {
          timed.add(new Timed(kept.atMillis(), new Input(nameOf(output), output.port(), message)));
        }
      }
    }
    for (Output output : leadingIn) {
      for (KeptMessage kept : kept(output)) {
        Message message = recorded(output, kept);
        if (message != null) {
          for (String target : scope.targetsIn(output)) {
            Input input = new Input(blueprint.nameOf(target), null, message);
            timed.add(new Timed(kept.atMillis(), input));
          }
        }
      }
    }
    return timed.stream()
        .sorted(Comparator.comparingLong(Timed::atMillis))
        .map(Timed::input)
        .toList();
  }

  /** Whether a node that the test runs has called: it will do so again. */
  private boolean isCalledFromInside(Message message) {
    if (!(message.get(SlotLinks.CALLERS) instanceof List<?> callers)
        || callers.isEmpty()
        || !(callers.get(callers.size() - 1) instanceof Map<?, ?> caller)) {
      return false;
    }
    NodeSpec spec = blueprint.node(String.valueOf(caller.get("node")));
    return spec != null && scope.contains(spec);
  }

  private List<OutputMessages> stubs() {
    List<OutputMessages> stubs = new ArrayList<>();
    for (NodeSpec spec : outside) {
      long got = got(spec);
      for (Output output : got == 0 ? List.<Output>of() : TestScope.outputsOf(spec)) {
        stubs.add(messagesOf(output));
        if (sent(output) > got) {
          incomplete.add(
              describe(output)
                  + " sent more messages than the node got, but the test has one for each.");
        }
      }
    }
    return stubs;
  }

  private OutputMessages messagesOf(Output output) {
    List<Message> all = new ArrayList<>();
    for (KeptMessage kept : kept(output)) {
      Message message = recorded(output, kept);
      if (message != null) {
        all.add(message);
      }
    }
    return new OutputMessages(nameOf(output), output.port(), all);
  }

  private String nameOf(Output output) {
    return blueprint.nameOf(output.nodeId());
  }

  /** What is kept of the messages since the beginning; says if that isn't all. */
  private List<KeptMessage> kept(Output output) {
    List<KeptMessage> kept = keptSince(output);
    long lost = sent(output) - kept.size();
    if (lost > 0) {
      incomplete.add(
          describe(output)
              + " sent "
              + sent(output)
              + " messages, of which "
              + lost
              + " came too fast, or were too many, to be kept.");
    }
    return kept;
  }

  private List<KeptMessage> keptSince(Output output) {
    OutputRecord record = recordOf(output);
    if (record == null) {
      return List.of();
    }
    long first = before.getOrDefault(record, 0L);
    return record.kept().stream().filter(message -> message.number() > first).toList();
  }

  /** A message as a test has it; null, and said so, if a test can't have it. */
  private @Nullable Message recorded(Output output, KeptMessage original) {
    Message message = original.without(secrets.get()).message();
    if (message == null) {
      incomplete.add(
          describe(output) + " sent a message that is larger than 64 kB, which is left out.");
      return null;
    }
    try {
      return RecordedMessage.of(message);
    } catch (IllegalArgumentException e) {
      incomplete.add(
          describe(output) + " sent a message that is left out (" + e.getMessage() + ").");
      return null;
    }
  }

  private String describe(Output output) {
    NodeSpec spec = output.node();
    String name = spec.definition().name();
    return "Output "
        + (output.port() + 1)
        + " of "
        + spec.definition().type()
        + " "
        + (name.isEmpty() ? nameOf(output) : name + " (" + nameOf(output) + ")");
  }
}
