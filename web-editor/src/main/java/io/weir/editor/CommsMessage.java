package io.weir.editor;

import io.weir.engine.message.MessageJson;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message to every browser, encoded once.
 *
 * @param topic what it is about
 * @param json topic and data, as they stand in a frame
 * @param mayBeDropped whether a browser that can't keep up may go without it
 */
record CommsMessage(String topic, String json, boolean mayBeDropped) {

  static CommsMessage of(String topic, @Nullable Object data) {
    return make(topic, data, false);
  }

  static CommsMessage droppable(String topic, @Nullable Object data) {
    return make(topic, data, true);
  }

  private static CommsMessage make(String topic, @Nullable Object data, boolean mayBeDropped) {
    Map<String, @Nullable Object> message = new LinkedHashMap<>();
    message.put("topic", topic);
    message.put("data", data);
    return new CommsMessage(topic, MessageJson.text(message), mayBeDropped);
  }
}
