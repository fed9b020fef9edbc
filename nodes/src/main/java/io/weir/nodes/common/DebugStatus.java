package io.weir.nodes.common;

import io.weir.engine.message.Message;
import io.weir.engine.message.Values;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.Status;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a debug node shows under itself: a value of the message, or how many there were. */
final class DebugStatus {
  /** Messages closer together than this are counted without showing each number. */
  private static final long BURST_NANOS = 100_000_000;

  private static final long BURST_PAUSE_MILLIS = 200;

  private final NodeContext context;
  private final DebugNode.Shown what;
  private final boolean isAutomatic;
  private final boolean counts;
  private final int longestText;
  private long count;
  private long lastNanos = System.nanoTime() - BURST_NANOS;
  private NodeContext.@Nullable Timer pending;
  private @Nullable Status last;

  private DebugStatus(
      NodeContext context,
      DebugNode.Shown what,
      boolean isAutomatic,
      boolean counts,
      int longestText) {
    this.context = context;
    this.what = what;
    this.isAutomatic = isAutomatic;
    this.counts = counts;
    this.longestText = longestText;
  }

  static DebugStatus of(
      @Nullable Object type,
      @Nullable Object value,
      DebugNode.Shown shown,
      NodeContext context,
      int longestText) {
    boolean isAutomatic = type == null || "auto".equals(type);
    DebugNode.Shown what =
        isAutomatic || !Values.isTruthy(value)
            ? shown.inShort()
            : DebugNode.Shown.of(value, type).inShort();
    return new DebugStatus(context, what, isAutomatic, "counter".equals(type), longestText);
  }

  /** What is shown. */
  DebugNode.Shown what() {
    return what;
  }

  void start() {
    if (counts) {
      context.status(Status.of("blue", "ring", "0"));
    } else {
      // Clears what the node showed before, also in Status nodes.
      context.status(Status.of("grey", "ring", null));
      context.status(Status.NONE);
    }
  }

  void show(Message message) {
    if (counts) {
      count();
      return;
    }
    Status status = status(message);
    if (!status.equals(last)) {
      last = status;
      context.status(status);
    }
  }

  private void count() {
    count++;
    long now = System.nanoTime();
    boolean isBurst = now - lastNanos < BURST_NANOS;
    lastNanos = now;
    if (!isBurst) {
      cancelPending();
      showCount();
    } else if (pending == null) {
      pending =
          context.after(
              BURST_PAUSE_MILLIS,
              () -> {
                pending = null;
                showCount();
              });
    }
  }

  private void cancelPending() {
    if (pending != null) {
      pending.cancel();
      pending = null;
    }
  }

  private void showCount() {
    context.status(Status.of("blue", "ring", Long.toString(count)));
  }

  private Status status(Message message) {
    Object value = what.in(message, context);
    if (value instanceof Map<?, ?> map
        && Values.isTruthy(map.get("fill"))
        && Values.isTruthy(map.get("shape"))
        && Values.isTruthy(map.get("text"))) {
      return Statuses.of(map);
    }
    String fill = "grey";
    String shape = "dot";
    String text = null;
    if (isAutomatic && message.get("error") instanceof Map<?, ?> error) {
      fill = "red";
      text = String.valueOf(error.get("message"));
    } else if (isAutomatic && message.get("status") instanceof Map<?, ?> status) {
      fill = status.get("fill") instanceof String s ? s : "grey";
      shape = status.get("shape") instanceof String s ? s : "ring";
      text = status.get("text") instanceof String s ? s : "";
    }
    return Status.of(fill, shape, shortened(text == null ? text(value) : text));
  }

  private static String text(@Nullable Object value) {
    return value instanceof String text ? text : Inspector.text(value, 2);
  }

  private String shortened(String text) {
    return text.length() > longestText ? text.substring(0, longestText) + "..." : text;
  }
}
