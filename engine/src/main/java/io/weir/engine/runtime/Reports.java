package io.weir.engine.runtime;

import io.weir.engine.message.ErrorValue;
import io.weir.engine.message.Message;
import io.weir.engine.message.Values;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.Status;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What catch, status and complete nodes receive. */
final class Reports {
  /** A message that the same node failed with this often is not offered to Catch nodes again. */
  static final int MOST_FAILURES = 9;

  private Reports() {}

  private static Map<String, @Nullable Object> source(NodeSlot slot) {
    Map<String, @Nullable Object> source = new LinkedHashMap<>();
    source.put("id", slot.id());
    source.put("type", slot.type());
    if (!slot.name().isEmpty()) {
      source.put("name", slot.name());
    }
    return source;
  }

  static Map<String, @Nullable Object> completionSource(NodeSlot slot) {
    return Map.of("source", source(slot));
  }

  static Map<String, @Nullable Object> status(NodeSlot slot, Status status) {
    Map<String, @Nullable Object> report = new LinkedHashMap<>(status.asMap());
    report.put("source", source(slot));
    return report;
  }

  /** How often the node has failed with the message already. */
  static int failuresOf(NodeSlot slot, Message message) {
    return message.get("error") instanceof Map<?, ?> error
            && error.get("source") instanceof Map<?, ?> source
            && slot.id().equals(source.get("id"))
            && source.get("count") instanceof Number count
        ? count.intValue()
        : 0;
  }

  static Message error(NodeSlot slot, @Nullable Object error, Message message) {
    Map<String, @Nullable Object> source = source(slot);
    source.put("count", failuresOf(slot, message) + 1);
    Map<String, @Nullable Object> report = new LinkedHashMap<>();
    report.put("message", text(error));
    report.put("source", source);
    details(error, report);
    Message base = message.has("error") ? message.with("_error", message.get("error")) : message;
    return base.with("error", report);
  }

  private static String text(@Nullable Object error) {
    if (error instanceof NodeException expected) {
      return String.valueOf(expected.getMessage());
    }
    if (error instanceof Throwable fault) {
      return fault.toString();
    }
    return error == null ? "" : Values.toText(error);
  }

  private static void details(@Nullable Object error, Map<String, @Nullable Object> report) {
    Object value = error instanceof NodeException expected ? expected.value() : error;
    if (value instanceof ErrorValue script) {
      put(report, "code", script.code());
      put(report, "stack", script.stack());
      put(report, "cause", script.cause());
    } else if (error instanceof NodeException expected) {
      put(report, "code", expected.code());
    }
  }

  private static void put(
      Map<String, @Nullable Object> report, String key, @Nullable Object value) {
    if (value != null) {
      report.put(key, value);
    }
  }
}
