package io.weir.nodes.function.script;

import io.weir.nodes.support.Base64Text;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;

/** What Buffer needs of the host: whatever walks over bytes, which interpreted code does slowly. */
final class ByteFunctions {
  private static final byte[] REPLACEMENT = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private ByteFunctions() {}

  static void addTo(Map<String, Object> functions) {
    functions.put("encode", (ProxyExecutable) in -> text(range(in, 0), in[3].asString()));
    functions.put(
        "decode",
        (ProxyExecutable) in -> ByteBuffer.wrap(bytes(in[0].asString(), in[1].asString())));
    functions.put(
        "compareBytes",
        (ProxyExecutable) in -> Integer.signum(Arrays.compareUnsigned(range(in, 0), range(in, 3))));
    functions.put(
        "findBytes",
        (ProxyExecutable)
            in -> find(range(in, 0), range(in, 3), (int) in[6].asDouble(), in[7].asBoolean()));
  }

  private static byte[] range(Value[] in, int from) {
    return GuestReader.bytes(
        in[from], (int) in[from + 1].asDouble(), (int) in[from + 2].asDouble());
  }

  /** Bytes as text, by Node.js's names of encodings. */
  static String text(byte[] bytes, String encoding) {
    return switch (encoding) {
      case "hex" -> hex(bytes);
      case "base64" -> Base64.getEncoder().encodeToString(bytes);
      case "base64url" -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      case "latin1", "binary" -> new String(bytes, StandardCharsets.ISO_8859_1);
      case "ascii" -> ascii(bytes);
      case "ucs2", "ucs-2", "utf16le", "utf-16le" ->
          new String(bytes, 0, bytes.length & ~1, StandardCharsets.UTF_16LE);
      default -> new String(bytes, StandardCharsets.UTF_8);
    };
  }

  private static String hex(byte[] bytes) {
    char[] text = new char[bytes.length * 2];
    for (int i = 0; i < bytes.length; i++) {
      text[i * 2] = HEX[(bytes[i] >> 4) & 15];
      text[i * 2 + 1] = HEX[bytes[i] & 15];
    }
    return new String(text);
  }

  private static String ascii(byte[] bytes) {
    byte[] seven = bytes.clone();
    for (int i = 0; i < seven.length; i++) {
      seven[i] &= 0x7F;
    }
    return new String(seven, StandardCharsets.US_ASCII);
  }

  /** Text as bytes. Like Node.js, takes what it can and never complains. */
  static byte[] bytes(String text, String encoding) {
    return switch (encoding) {
      case "hex" -> unhex(text);
      case "base64", "base64url" -> Base64Text.decode(text);
      case "latin1", "binary", "ascii" -> lowBytes(text);
      case "ucs2", "ucs-2", "utf16le", "utf-16le" -> text.getBytes(StandardCharsets.UTF_16LE);
      default -> utf8(text);
    };
  }

  private static byte[] utf8(String text) {
    try {
      ByteBuffer bytes =
          StandardCharsets.UTF_8
              .newEncoder()
              .onMalformedInput(CodingErrorAction.REPLACE)
              .replaceWith(REPLACEMENT)
              .encode(CharBuffer.wrap(text));
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return copy;
    } catch (CharacterCodingException e) {
      throw new IllegalStateException("replacing never fails", e);
    }
  }

  private static byte[] lowBytes(String text) {
    byte[] bytes = new byte[text.length()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) text.charAt(i);
    }
    return bytes;
  }

  private static byte[] unhex(String text) {
    byte[] bytes = new byte[text.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      int high = Character.digit(text.charAt(i * 2), 16);
      int low = Character.digit(text.charAt(i * 2 + 1), 16);
      if (high < 0 || low < 0) {
        return Arrays.copyOf(bytes, i);
      }
      bytes[i] = (byte) (high << 4 | low);
    }
    return bytes;
  }

  private static int find(byte[] in, byte[] what, int start, boolean last) {
    int limit = in.length - what.length;
    int step = last ? -1 : 1;
    for (int i = last ? Math.min(start, limit) : start; i >= 0 && i <= limit; i += step) {
      if (Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
        return i;
      }
    }
    return -1;
  }
}
