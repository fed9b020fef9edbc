package io.weir.editor.broker;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** A payload on one short line: its text, or how many bytes it is if it is no text. */
final class PayloadPreview {
  private static final int MOST_BYTES = 256;

  private PayloadPreview() {}

  static String of(Buffer payload) {
    int length = Math.min(payload.length(), MOST_BYTES);
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer text = CharBuffer.allocate(length);
    // Cut in the middle of a character, the rest of it is no error.
    boolean isWhole = length == payload.length();
    CoderResult result =
        decoder.decode(ByteBuffer.wrap(payload.getBytes(0, length)), text, isWhole);
    text.flip();
    if (result.isError() || text.chars().anyMatch(PayloadPreview::isBinary)) {
      return payload.length() + (payload.length() == 1 ? " byte" : " bytes");
    }
    StringBuilder line = new StringBuilder(text.length() + 1);
    text.chars().forEach(letter -> line.append(letter < ' ' ? ' ' : (char) letter));
    return isWhole ? line.toString() : line.append('…').toString();
  }

  private static boolean isBinary(int letter) {
    return letter < ' ' && letter != '\t' && letter != '\n' && letter != '\r';
  }
}
