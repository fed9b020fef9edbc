package io.weir.broker.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;

/**
 * The two messages of a SCRAM client, taken apart.
 *
 * <p>RFC 5802 §7 has the grammar. Every problem is an {@link IllegalArgumentException} that says
 * what is wrong without repeating it.
 */
final class ScramMessage {
  /** Long enough for anybody; what is longer would come back in our answer. */
  private static final int MAX_NONCE = 1_024;

  private ScramMessage() {}

  /**
   * The client's first message.
   *
   * @param header what comes before the bare message, which the client has to repeat
   * @param bare what counts for the proof
   */
  record First(String header, String bare, String user, String nonce) {
    static First parse(Buffer data) {
      String text = text(data);
      int flagEnd = text.indexOf(',');
      int headerEnd = text.indexOf(',', flagEnd + 1) + 1;
      if (flagEnd < 0 || headerEnd == 0) {
        throw wrong("the first message has no header");
      }
      String flag = text.substring(0, flagEnd);
      if (flag.startsWith("p=")) {
        throw wrong("channel binding is not on offer");
      }
      if (!flag.equals("n") && !flag.equals("y")) {
        throw wrong("the first message does not say whether it binds the channel");
      }
      String header = text.substring(0, headerEnd);
      String bare = text.substring(headerEnd);
      String[] attributes = bare.split(",", -1);
      if (attributes.length < 2) {
        throw wrong("the first message has no user name or no nonce");
      }
      String user = name(value("n=", attributes[0]));
      String other = text.substring(flagEnd + 1, headerEnd - 1);
      if (!other.isEmpty() && !name(value("a=", other)).equals(user)) {
        throw wrong("it wants to act for somebody else");
      }
      return new First(header, bare, user, nonce(value("r=", attributes[1])));
    }

    /** A user name, in which commas and equals signs are written as three characters. */
    private static String name(String written) {
      String rest = written.replace("=2C", "").replace("=3D", "");
      if (written.isEmpty() || rest.indexOf('=') >= 0) {
        throw wrong("the user name is empty or has a bare equals sign in it");
      }
      return written.replace("=2C", ",").replace("=3D", "=");
    }

    private static String nonce(String nonce) {
      boolean isPrintable = nonce.chars().allMatch(c -> c >= 0x21 && c <= 0x7E);
      if (nonce.isEmpty() || nonce.length() > MAX_NONCE || !isPrintable) {
        throw wrong("the nonce is empty, longer than " + MAX_NONCE + " or not printable");
      }
      return nonce;
    }
  }

  /**
   * The client's last message.
   *
   * @param withoutProof what counts for the proof
   */
  record Final(String withoutProof, Buffer proof) {
    /**
     * Takes it apart.
     *
     * @param header of the first message
     * @param nonce both parts of it
     */
    static Final parse(Buffer data, String header, String nonce) {
      String text = text(data);
      int proofAt = text.lastIndexOf(",p=");
      if (proofAt < 0) {
        throw wrong("the last message has no proof");
      }
      String withoutProof = text.substring(0, proofAt);
      String[] attributes = withoutProof.split(",", -1);
      String expected = Base64.getEncoder().encodeToString(header.getBytes(UTF_8));
      if (!value("c=", attributes[0]).equals(expected)) {
        throw wrong("the last message binds the channel otherwise than the first");
      }
      if (attributes.length < 2 || !value("r=", attributes[1]).equals(nonce)) {
        throw wrong("the nonce of the last message is another one");
      }
      try {
        byte[] proof = Base64.getDecoder().decode(text.substring(proofAt + 3));
        return new Final(withoutProof, Buffer.buffer(proof));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("the proof is not base64", e);
      }
    }
  }

  private static String text(Buffer data) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(data.getBytes())).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the message is not UTF-8", e);
    }
  }

  private static String value(String name, String attribute) {
    if (!attribute.startsWith(name)) {
      throw wrong("the message has no " + name + " where it belongs");
    }
    return attribute.substring(2);
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(text);
  }
}
