package io.weir.nodes.tcp;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Text that arrives in chunks, which may end in the middle of a character. */
final class Utf8Stream {
  private static final byte[] NOTHING = {};

  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  // The first bytes of a character.
  private byte[] rest = NOTHING;

  /** The characters that are complete with this chunk. */
  String take(Buffer chunk) {
    return decode(chunk, false);
  }

  /** Nothing more comes: what is left, which is no character. */
  String end() {
    return rest.length == 0 ? "" : decode(Buffer.buffer(), true);
  }

  private String decode(Buffer chunk, boolean isLast) {
    Buffer bytes =
        rest.length == 0 ? chunk : Buffer.buffer(rest.length + chunk.length()).appendBytes(rest);
    if (bytes != chunk) {
      bytes.appendBuffer(chunk);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes.getBytes());
    // No byte becomes more than one char.
    CharBuffer out = CharBuffer.allocate(in.remaining());
    decoder.decode(in, out, isLast);
    rest = new byte[in.remaining()];
    in.get(rest);
    return out.flip().toString();
  }
}
