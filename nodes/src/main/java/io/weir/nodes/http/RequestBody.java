package io.weir.nodes.http;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.JsonException;
import io.weir.engine.message.MessageJson;
import io.weir.engine.message.Undefined;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A request's body as flows see it.
 *
 * @param payload by its content type: an object, a text or a Buffer
 * @param files what was uploaded; {@link Undefined#VALUE} if that wasn't asked for
 */
record RequestBody(@Nullable Object payload, Object files) {
  private static final Set<String> BINARY =
      Set.of("application/octet-stream", "application/cbor", "application/x-protobuf");
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String JSON = "application/json";

  /**
   * How a route wants its bodies.
   *
   * @param uploads whether files are taken
   * @param raw whether they are left as they come
   * @param maxBytes how large they may be, and become when they are unpacked
   */
  record Wishes(boolean uploads, boolean raw, long maxBytes) {}

  /**
   * Reads a body.
   *
   * @param contentType the header; null if there was none
   * @param encoding the header {@code Content-Encoding}; null if there was none
   */
  static RequestBody read(
      @Nullable String contentType, @Nullable String encoding, Buffer bytes, Wishes wishes)
      throws BadBody {
    if (wishes.raw()) {
      return of(bytes);
    }
    String type = MediaTypes.bare(contentType);
    if (contentType != null && !MediaTypes.isValid(type)) {
      throw new BadBody(500, "invalid media type: " + contentType);
    }
    if (type.equals(JSON)) {
      return of(json(inflated(bytes, encoding, wishes.maxBytes())));
    }
    if (type.equals(FORM)) {
      return of(form(inflated(bytes, encoding, wishes.maxBytes()).toString()));
    }
    if (type.equals("multipart/form-data") && wishes.uploads()) {
      return Multipart.read(contentType, bytes);
    }
    return of(isText(type) ? bytes.toString() : bytes);
  }

  private static RequestBody of(@Nullable Object payload) {
    return new RequestBody(payload, Undefined.VALUE);
  }

  private static boolean isText(String type) {
    return type.isEmpty()
        || type.startsWith("text/")
        || type.endsWith("/xml")
        || type.endsWith("+xml")
        || (type.startsWith("application/") && !BINARY.contains(type));
  }

  private static @Nullable Object json(Buffer bytes) throws BadBody {
    String text = bytes.toString();
    String stripped = text.stripLeading();
    if (stripped.isEmpty()) {
      return Map.of();
    }
    if (!stripped.startsWith("{") && !stripped.startsWith("[")) {
      throw new BadBody(400, "the body is neither a JSON object nor a JSON array");
    }
    try {
      return MessageJson.parse(text);
    } catch (JsonException e) {
      throw new BadBody(400, "the body is not JSON: " + e.getMessage());
    }
  }

  private static Map<String, @Nullable Object> form(String text) throws BadBody {
    if (FormText.fields(text) > FormText.MOST_FIELDS) {
      throw new BadBody(413, "the form has more than " + FormText.MOST_FIELDS + " fields");
    }
    return FormText.parse(text);
  }

  private static Buffer inflated(Buffer bytes, @Nullable String encoding, long maxBytes)
      throws BadBody {
    String name = encoding == null ? "identity" : encoding.strip().toLowerCase(Locale.ROOT);
    if (name.equals("identity") || bytes.length() == 0) {
      return bytes;
    }
    if (!List.of("gzip", "deflate").contains(name)) {
      throw new BadBody(415, "the body has the unknown encoding " + name);
    }
    try (InputStream packed = new ByteArrayInputStream(bytes.getBytes());
        InputStream in =
            name.equals("gzip") ? new GZIPInputStream(packed) : new InflaterInputStream(packed)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] part = new byte[8_192];
      for (int read = in.read(part); read >= 0; read = in.read(part)) {
        if (out.size() + read > maxBytes) {
          throw new BadBody(413, "the body is larger than " + maxBytes + " bytes when unpacked");
        }
        out.write(part, 0, read);
      }
      return Buffer.buffer(out.toByteArray());
    } catch (IOException e) {
      throw new BadBody(400, "the body is not in " + name + ": " + e.getMessage());
    }
  }
}
