package io.weir.nodes.mqtt;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.JsonException;
import io.weir.engine.message.MessageJson;
import io.weir.engine.node.NodeException;
import io.weir.nodes.support.Utf8Text;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What becomes of a payload's bytes. */
enum PayloadKind {
  BUFFER,
  BASE64,
  UTF8,
  JSON,
  AUTO,
  AUTO_DETECT;

  private static final Set<String> TEXT_TYPES =
      Set.of("text/css", "text/html", "text/plain", "application/xml");
  private static final Set<String> BINARY_TYPES =
      Set.of(
          "application/octet-stream",
          "application/pdf",
          "application/x-gtar",
          "application/x-gzip",
          "application/x-tar",
          "application/zip",
          "audio/aac",
          "audio/ac3",
          "audio/basic",
          "audio/mp4",
          "audio/ogg",
          "image/bmp",
          "image/gif",
          "image/jpeg",
          "image/tiff",
          "image/png");

  /** The kind for a node's {@code datatype}. */
  static PayloadKind of(@Nullable Object datatype) {
    if (datatype == null || "".equals(datatype)) {
      return UTF8;
    }
    return switch (datatype.toString()) {
      case "buffer" -> BUFFER;
      case "base64" -> BASE64;
      case "utf8" -> UTF8;
      case "json" -> JSON;
      case "auto-detect" -> AUTO_DETECT;
      default -> AUTO;
    };
  }

  /**
   * The payload's value.
   *
   * @throws NodeException if it should be JSON and is not
   */
  @Nullable Object decode(Buffer payload, PublicationProperties properties) {
    return switch (this) {
      case BUFFER -> payload;
      case BASE64 -> Base64.getEncoder().encodeToString(payload.getBytes());
      case UTF8 -> payload.toString();
      case JSON -> json(payload, properties.isUtf8());
      case AUTO, AUTO_DETECT -> detected(payload, properties);
    };
  }

  private static @Nullable Object json(Buffer payload, boolean isUtf8) {
    String text = isUtf8 ? payload.toString() : Utf8Text.of(payload);
    if (text == null) {
      throw new NodeException("Invalid JSON string");
    }
    return parsed(text);
  }

  private static @Nullable Object parsed(String text) {
    try {
      return MessageJson.parse(text);
    } catch (JsonException e) {
      throw new NodeException("Failed to parse JSON string");
    }
  }

  private @Nullable Object detected(Buffer payload, PublicationProperties properties) {
    String type =
        properties.contentType() == null ? "" : properties.contentType().toLowerCase(Locale.ROOT);
    if (TEXT_TYPES.contains(type)) {
      return payload.toString();
    }
    if (BINARY_TYPES.contains(type)) {
      return payload;
    }
    if (type.equals("application/json")) {
      String text = payload.toString();
      Object value = parsed(text);
      return this == AUTO ? text : value;
    }
    String text = properties.isUtf8() ? payload.toString() : Utf8Text.of(payload);
    if (text == null) {
      return payload;
    }
    return this == AUTO ? text : jsonOrText(text);
  }

  /** Most texts that aren't JSON show it by their first character; failing to parse is slow. */
  private static @Nullable Object jsonOrText(String text) {
    if (!mayBeJson(text)) {
      return text;
    }
    try {
      return MessageJson.parse(text);
    } catch (JsonException e) {
      return text;
    }
  }

  private static boolean mayBeJson(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
        return c == '{'
            || c == '['
            || c == '"'
            || c == '-'
            || (c >= '0' && c <= '9')
            || c == 't'
            || c == 'f'
            || c == 'n';
      }
    }
    return false;
  }
}
