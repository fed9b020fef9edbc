package io.weir.engine.runtime;

import io.weir.engine.live.OutputRecord;
import io.weir.engine.live.Recorders;
import io.weir.engine.live.Trace;
import io.weir.engine.live.TraceGate;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageIds;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node sends, on its way into the mailboxes of those that its wires lead to.
 *
 * @threads the tab's
 */
final class Outbox {
  private static final long LINEAGE_CHECK_MILLIS = 5_000;
  // Longer than flows take that do something; a source that waits is silent meanwhile.
  private static final long LONGEST_LINEAGE_MILLIS = 60_000;

  private final RunningFlow flow;
  private final NodeSlot sender;
  private final SlotTimers timers;

  private Wires wires = Wires.NONE;
  // One for each output, or none at all.
  private OutputRecord[] records = {};
  private @Nullable Message lastSent;
  private @Nullable Message leftAs;
  // Whether what is sent just now was refused for want of room: said once for each jam.
  private boolean isJammed;
  private @Nullable OpenLineages openLineages;

  Outbox(RunningFlow flow, NodeSlot sender, SlotTimers timers) {
    this.flow = flow;
    this.sender = sender;
    this.timers = timers;
  }

  void wire(Wires leadingTo) {
    wires = leadingTo;
    Recorders recorders = flow.services().recorders();
    if (recorders != null) {
      records =
          recorders
              .messages()
              .outputs(sender.id(), leadingTo.outputs())
              .toArray(OutputRecord[]::new);
    }
  }

  Wires wires() {
    return wires;
  }

  /** The node begins to handle a message, and has sent nothing for it. */
  void beginHandling() {
    lastSent = null;
    leftAs = null;
  }

  void leaveAs(Message message) {
    leftAs = message;
  }

  /**
   * The message as the node left it, which is what Complete nodes are to see: where another engine
   * would have changed the message in hand, ours has sent a changed one under the same id.
   */
  Message asLeft(Message message) {
    Message sent = lastSent;
    return asLeftNow(sent != null && sent.id().equals(message.id()) ? sent : message);
  }

  /** The message as the node has just said that it leaves it; the one given if it hasn't. */
  Message asLeftNow(Message otherwise) {
    Message left = leftAs;
    leftAs = null;
    return left == null ? otherwise : left;
  }

  /**
   * Sends a message out of the first output.
   *
   * @param whenDone called once all that came of it has been dealt with
   * @param whenLost called if the flow stops before
   */
  void send(Message message, Runnable whenDone, Runnable whenLost) {
    OpenLineages open = openLineages;
    if (open == null) {
      open = new OpenLineages(LONGEST_LINEAGE_MILLIS);
      openLineages = open;
      timers.start(LINEAGE_CHECK_MILLIS, this::expireLineages, true);
    }
    Message sent = message.withId();
    Trace trace = trace(sent.id());
    if (trace != null) {
      note(trace, 0);
    }
    Lineage lineage = open.begin(whenDone, whenLost, trace, System.currentTimeMillis());
    send(0, sent, lineage);
    lineage.leave();
  }

  /** The flow has stopped: what isn't dealt with never will be. */
  void lose() {
    if (openLineages != null) {
      openLineages.lose();
    }
  }

  private void expireLineages() {
    int expired = openLineages == null ? 0 : openLineages.expire(System.currentTimeMillis());
    if (expired > 0) {
      sender.warn(
          expired
              + " messages of this node were not dealt with within "
              + LONGEST_LINEAGE_MILLIS / 1_000
              + " s and count as such now; does a node hold them for longer, or a function forget to"
              + " call node.done()?");
    }
  }

  void send(int output, Message message, @Nullable Lineage lineage) {
    Wires leadingTo = wires;
    if (output < 0 || output >= leadingTo.outputs()) {
      return;
    }
    Mailbox mailbox = flow.mailbox();
    Message sent = message.withId();
    record(output, sent, mailbox);
    // Where no wire leads on, too: a Complete node hears of it.
    lastSent = sent;
    NodeSlot[] slots = leadingTo.near[output];
    FarTarget[] far = leadingTo.far(output);
    if (slots.length == 0 && far.length == 0) {
      return;
    }
    if (mailbox.isOverfull()) {
      refuse(mailbox);
      return;
    }
    isJammed = false;
    Lineage own = lineage == null ? traced(sent.id(), output) : null;
    Lineage lineageOfSent = own == null ? lineage : own;
    for (NodeSlot slot : slots) {
      mailbox.post(new Delivery(slot, sent, lineageOfSent));
    }
    for (FarTarget target : far) {
      sendFar(target, sent, lineageOfSent);
    }
    if (own != null) {
      own.leave();
    }
  }

  private void record(int output, Message message, Mailbox mailbox) {
    if (output < records.length) {
      records[output].sent(message, mailbox.nowMillis());
    }
  }

  /** Where the way of a message is noted that sets out here; null if it isn't. */
  private @Nullable Trace trace(String messageId) {
    TraceGate gate = flow.traceGate();
    return gate != null && gate.admits(flow.mailbox().nowMillis())
        ? gate.recorder().begin(messageId, sender.id())
        : null;
  }

  private @Nullable Lineage traced(String messageId, int output) {
    Trace trace = trace(messageId);
    if (trace == null) {
      return null;
    }
    note(trace, output);
    return Lineage.of(trace);
  }

  private void note(Trace trace, int output) {
    if (output < wires.outputs()) {
      trace.sent(output, wires.ids(output));
    }
  }

  /** Sends to each output its messages; those of one call that have no id get the same. */
  void sendAll(List<List<Message>> outputs, @Nullable Lineage lineage) {
    Mailbox mailbox = flow.mailbox();
    if (mailbox.isOverfull()) {
      refuse(mailbox);
      return;
    }
    isJammed = false;
    String id = commonId(outputs);
    Trace trace = lineage == null ? trace(id) : null;
    Lineage own = trace == null ? null : Lineage.of(trace);
    Lineage lineageOfSent = own == null ? lineage : own;
    Wires leadingTo = wires;
    for (int output = 0; output < outputs.size() && output < leadingTo.outputs(); output++) {
      List<Message> messages =
          outputs.get(output).stream()
              .map(message -> message.id().isEmpty() ? message.with(Message.ID, id) : message)
              .toList();
      for (Message message : messages) {
        record(output, message, mailbox);
        if (trace != null) {
          note(trace, output);
        }
      }
      for (NodeSlot slot : leadingTo.near[output]) {
        for (Message message : messages) {
          mailbox.post(new Delivery(slot, message, lineageOfSent));
        }
      }
      for (FarTarget target : leadingTo.far(output)) {
        messages.forEach(message -> sendFar(target, message, lineageOfSent));
      }
    }
    if (own != null) {
      own.leave();
    }
  }

  private static String commonId(List<List<Message>> outputs) {
    for (List<Message> messages : outputs) {
      for (Message message : messages) {
        if (!message.id().isEmpty()) {
          return message.id();
        }
      }
    }
    return MessageIds.next();
  }

  private void sendFar(FarTarget target, Message message, @Nullable Lineage lineage) {
    flow.services().directory().deliver(target.flowId(), target.nodeId(), message, lineage);
  }

  private void refuse(Mailbox mailbox) {
    if (!isJammed) {
      isJammed = true;
      sender.error(
          "the tab has "
              + mailbox.waiting()
              + " messages waiting, so this node's are dropped until it has caught up; look for a"
              + " wire that leads back",
          null);
    }
  }
}
