package io.weir.nodes.function;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.Message;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.Outputs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends what a function returned or gave to {@code node.send}. */
final class FunctionResults {
  private final NodeContext context;

  FunctionResults(NodeContext context) {
    this.context = context;
  }

  /**
   * Sends.
   *
   * @param value a message, an array with something for each output, or nothing
   * @param id the id that every message gets; null for none
   */
  void send(@Nullable Object value, @Nullable Object id, Outputs out) {
    if (value == null || value == Undefined.VALUE) {
      return;
    }
    if (value instanceof Message message) {
      out.send(message);
    } else if (value instanceof List<?> outputs) {
      sendAll(outputs, id, out);
    } else if (Values.isTruthy(value)) {
      Message message = message(value, id);
      if (message != null) {
        out.send(message);
      }
    }
  }

  private void sendAll(List<?> outputs, @Nullable Object id, Outputs out) {
    List<List<Message>> messages = new ArrayList<>(outputs.size());
    boolean isEmpty = true;
    for (Object output : outputs) {
      List<Message> here = new ArrayList<>(1);
      if (output instanceof List<?> several) {
        several.forEach(item -> add(here, item, id));
      } else if (Values.isTruthy(output)) {
        add(here, output, id);
      }
      isEmpty &= here.isEmpty();
      messages.add(here);
    }
    if (!isEmpty) {
      out.sendAll(messages);
    }
  }

  private void add(List<Message> messages, @Nullable Object item, @Nullable Object id) {
    Message message = message(item, id);
    if (message != null) {
      messages.add(message);
    }
  }

  @SuppressWarnings("unchecked")
  private @Nullable Message message(@Nullable Object item, @Nullable Object id) {
    if (item == null || item == Undefined.VALUE) {
      return null;
    }
    if (item instanceof Map<?, ?> map) {
      Message message = Message.of((Map<String, Object>) map);
      return id == null || id == Undefined.VALUE || id.equals(message.get(Message.ID))
          ? message
          : message.with(Message.ID, id);
    }
    context.error("Function tried to send a message of type " + kind(item), null);
    return null;
  }

  private static String kind(Object item) {
    if (item instanceof Buffer) {
      return "Buffer";
    }
    if (item instanceof List<?>) {
      return "Array";
    }
    return item instanceof Instant ? "Date" : Values.typeOf(item);
  }
}
