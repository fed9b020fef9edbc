package io.weir.app.client.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.weir.broker.client.Incoming;
import io.weir.broker.client.Property;
import io.weir.broker.client.PropertyType;
import io.weir.broker.packet.Qos;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** A message as one JSON object: {@code %j} and {@code %J}. */
final class JsonMessage {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'xx", Locale.ENGLISH);
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
          .build();

  private JsonMessage() {}

  /**
   * Writes a message.
   *
   * @param isJson whether the payload is JSON itself, to be part of the object; otherwise it
   *     becomes text
   * @throws IOException if it isn't JSON; nothing was written then
   */
  static void write(
      Incoming message,
      ZonedDateTime time,
      boolean isJson,
      boolean isPretty,
      ByteArrayOutputStream out)
      throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    JsonWriter json = new JsonWriter(whole, isPretty);
    json.startObject();
    json.name("tst");
    json.text(TIME.format(time));
    json.name("topic");
    json.text(message.topic());
    number(json, "qos", message.qos().level());
    number(json, "retain", message.retain() ? 1 : 0);
    number(json, "payloadlen", message.payload().length);
    if (message.qos() != Qos.AT_MOST_ONCE) {
      number(json, "mid", message.packetId());
    }
    if (!message.properties().all().isEmpty()) {
      writeProperties(message.properties().all(), json);
    }
    json.name("payload");
    if (message.payload().length == 0) {
      json.word("null");
    } else if (isJson) {
      copy(message.payload(), json);
    } else {
      json.text(message.payload());
    }
    json.endObject();
    whole.writeTo(out);
  }

  private static void number(JsonWriter json, String name, double value) {
    json.name(name);
    json.number(value);
  }

  private static void writeProperties(List<Property> properties, JsonWriter json) {
    json.name("properties");
    json.startObject();
    boolean hasPairs = false;
    for (Property property : properties) {
      if (property.type() != PropertyType.USER_PROPERTY) {
        writeProperty(property, json);
      } else if (!hasPairs) {
        // All of them stand where the first one is.
        hasPairs = true;
        writePairs(properties, json);
      }
    }
    json.endObject();
  }

  private static void writeProperty(Property property, JsonWriter json) {
    json.name(property.type().word());
    if (property.type().form().isNumber()) {
      json.number((double) property.number());
    } else {
      json.text(property.content().getBytes());
    }
  }

  private static void writePairs(List<Property> properties, JsonWriter json) {
    json.name("user-properties");
    json.startObject();
    for (Property pair : properties) {
      if (pair.type() == PropertyType.USER_PROPERTY) {
        json.name(pair.name());
        json.text(pair.content().getBytes());
      }
    }
    json.endObject();
  }

  /** Token by token, so that names given twice and their order stay. */
  private static void copy(byte[] payload, JsonWriter json) throws IOException {
    try (JsonParser parser = JSON.createParser(payload)) {
      int depth = 0;
      JsonToken token = parser.nextToken();
      do {
        if (token == null) {
          throw new IOException("the payload ends early");
        }
        copy(parser, token, json);
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        token = parser.nextToken();
      } while (depth > 0);
      if (token != null) {
        throw new IOException("more than one value");
      }
    }
  }

  private static void copy(JsonParser parser, JsonToken token, JsonWriter json) throws IOException {
    switch (token) {
      case START_OBJECT -> json.startObject();
      case END_OBJECT -> json.endObject();
      case START_ARRAY -> json.startArray();
      case END_ARRAY -> json.endArray();
      case FIELD_NAME -> json.name(parser.currentName());
      case VALUE_STRING -> json.text(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.number(parser.getDoubleValue());
      default -> json.word(parser.getText());
    }
  }
}
