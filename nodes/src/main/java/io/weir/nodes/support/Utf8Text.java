package io.weir.nodes.support;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Bytes that may be text. */
public final class Utf8Text {
  private Utf8Text() {}

  /** The text if the bytes are valid UTF-8, else null. */
  public static @Nullable String of(Buffer payload) {
    byte[] bytes = payload.getBytes();
    boolean isAscii = true;
    for (byte b : bytes) {
      if (b < 0) {
        isAscii = false;
        break;
      }
    }
    if (isAscii) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
