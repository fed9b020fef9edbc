package io.weir.nodes.function;

import io.weir.engine.message.Message;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a message tells a delay node to do with those that wait.
 *
 * @param resets whether those that wait are given up
 * @param flushes whether some are sent now
 * @param most how many are sent now at most
 * @param hasContent whether there is more to the message than its id and the order to flush
 */
record DelayOrders(boolean resets, boolean flushes, long most, boolean hasContent) {
  private static final String RESET = "reset";
  private static final String FLUSH = "flush";

  static DelayOrders of(Message message) {
    Map<String, @Nullable Object> properties = message.properties();
    boolean resets = properties.containsKey(RESET);
    boolean flushes = properties.containsKey(FLUSH);
    if (!flushes) {
      return new DelayOrders(resets, false, 0, true);
    }
    long most = Long.MAX_VALUE;
    if (properties.get(FLUSH) instanceof Number count) {
      most = Math.max(0, (long) Math.floor(count.doubleValue()));
    }
    int control = properties.containsKey(Message.ID) ? 2 : 1;
    return new DelayOrders(resets, true, most, properties.size() > control);
  }

  static Message removedFrom(Message message) {
    return message.without(FLUSH).without(RESET);
  }
}
