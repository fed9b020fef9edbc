package io.weir.nodes.tls;

import io.weir.engine.node.NodeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Private keys in PEM, in all the forms that openssl writes: PKCS#8 (plain or encrypted), PKCS#1
 * for RSA and SEC 1 for elliptic curves (plain or with openssl's own encryption). Java by itself
 * reads plain PKCS#8 alone, so the others are put into its frame (RFC 5208, RFC 5915).
 */
public final class PemKey {
  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN ((?:RSA |EC |ENCRYPTED )?)PRIVATE KEY-----(.*?)-----END \\1PRIVATE KEY-----",
          Pattern.DOTALL);
  private static final Pattern ENCRYPTION =
      Pattern.compile("DEK-Info: *([A-Z0-9-]+),([0-9A-Fa-f]+)\\s");

  private static final HexFormat HEX = HexFormat.of();

  /** {@code SEQUENCE { OBJECT IDENTIFIER rsaEncryption, NULL }}. */
  private static final byte[] RSA_ALGORITHM = HEX.parseHex("300d06092a864886f70d0101010500");

  /** {@code OBJECT IDENTIFIER id-ecPublicKey}. */
  private static final byte[] EC_ALGORITHM = HEX.parseHex("06072a8648ce3d0201");

  private static final byte[] VERSION = HEX.parseHex("020100");
  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;
  private static final int EC_PARAMETERS = 0xa0;

  private PemKey() {}

  /**
   * Reads a key.
   *
   * @param passphrase opens it if it is encrypted
   * @throws NodeException if there is none, it is of an unknown kind or the passphrase is wrong
   */
  public static PrivateKey read(byte[] pem, String passphrase) throws GeneralSecurityException {
    Matcher block = BLOCK.matcher(new String(pem, StandardCharsets.UTF_8));
    if (!block.find()) {
      throw new NodeException("there is no private key in PEM: BEGIN PRIVATE KEY is missing");
    }
    String label = Objects.requireNonNull(block.group(1));
    byte[] content = content(Objects.requireNonNull(block.group(2)), passphrase);
    return switch (label) {
      case "RSA " -> key(List.of("RSA"), framed(RSA_ALGORITHM, content));
      case "EC " -> key(List.of("EC"), framed(ecAlgorithm(content), content));
      case "ENCRYPTED " -> decrypted(content, passphrase);
      default -> key(List.of("RSA", "EC", "Ed25519", "RSASSA-PSS"), content);
    };
  }

  private static PrivateKey key(List<String> algorithms, byte[] pkcs8)
      throws GeneralSecurityException {
    for (String algorithm : algorithms) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (InvalidKeySpecException e) {
        // Of another algorithm: the next one may know it.
      }
    }
    throw new NodeException("the private key is damaged or of an unknown kind");
  }

  // ---- encryption ----

  private static PrivateKey decrypted(byte[] content, String passphrase)
      throws GeneralSecurityException {
    requirePassphrase(passphrase);
    try {
      EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(content);
      // For PBES2 the name says nothing of the cipher; the parameters do.
      String algorithm =
          info.getAlgName().equals("PBES2") || info.getAlgName().startsWith("1.2.840.113549.1.5.13")
              ? info.getAlgParameters().toString()
              : info.getAlgName();
      Cipher cipher = Cipher.getInstance(algorithm);
      cipher.init(
          Cipher.DECRYPT_MODE,
          SecretKeyFactory.getInstance(algorithm)
              .generateSecret(new PBEKeySpec(passphrase.toCharArray())),
          info.getAlgParameters());
      return key(
          List.of("RSA", "EC", "Ed25519", "RSASSA-PSS"), info.getKeySpec(cipher).getEncoded());
    } catch (IOException | InvalidKeySpecException e) {
      throw wrongPassphrase(e);
    }
  }

  /** The bytes of a block, with openssl's own encryption (PEM headers) taken off. */
  private static byte[] content(String block, String passphrase) throws GeneralSecurityException {
    Matcher encryption = ENCRYPTION.matcher(block);
    if (!encryption.find()) {
      return Base64.getMimeDecoder().decode(block);
    }
    requirePassphrase(passphrase);
    String cipherName = Objects.requireNonNull(encryption.group(1));
    byte[] vector = HEX.parseHex(Objects.requireNonNull(encryption.group(2)));
    boolean isTripleDes = cipherName.equals("DES-EDE3-CBC");
    int keyBytes =
        switch (cipherName) {
          case "DES-EDE3-CBC", "AES-192-CBC" -> 24;
          case "AES-128-CBC" -> 16;
          case "AES-256-CBC" -> 32;
          default ->
              throw new NodeException("the private key is encrypted with unknown " + cipherName);
        };
    Cipher cipher = Cipher.getInstance((isTripleDes ? "DESede" : "AES") + "/CBC/PKCS5Padding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(derivedKey(passphrase, vector, keyBytes), isTripleDes ? "DESede" : "AES"),
        new IvParameterSpec(vector));
    String base64 = block.substring(encryption.end());
    try {
      return cipher.doFinal(Base64.getMimeDecoder().decode(base64));
    } catch (javax.crypto.BadPaddingException e) {
      throw wrongPassphrase(e);
    }
  }

  /** What openssl makes of a passphrase: MD5 again and again, salted with the vector's start. */
  @SuppressWarnings("WeakMessageDigest") // the format demands it
  private static byte[] derivedKey(String passphrase, byte[] vector, int length)
      throws GeneralSecurityException {
    MessageDigest md5 = MessageDigest.getInstance("MD5");
    byte[] key = new byte[length];
    byte[] last = new byte[0];
    for (int at = 0; at < length; at += last.length) {
      md5.update(last);
      md5.update(passphrase.getBytes(StandardCharsets.UTF_8));
      md5.update(vector, 0, 8);
      last = md5.digest();
      System.arraycopy(last, 0, key, at, Math.min(last.length, length - at));
    }
    return key;
  }

  private static void requirePassphrase(String passphrase) {
    if (passphrase.isEmpty()) {
      throw new NodeException("the private key is encrypted, but there is no passphrase");
    }
  }

  private static NodeException wrongPassphrase(Exception e) {
    return new NodeException(
        "the private key can't be opened; the passphrase may be wrong: " + e.getMessage());
  }

  // ---- DER ----

  /** {@code PrivateKeyInfo}: version, algorithm, and the key as it was. */
  private static byte[] framed(byte[] algorithm, byte[] key) {
    return element(SEQUENCE, joined(VERSION, algorithm, element(OCTET_STRING, key)));
  }

  private static byte[] ecAlgorithm(byte[] key) {
    return element(SEQUENCE, joined(EC_ALGORITHM, curve(key)));
  }

  /** The name of the curve, which a key of SEC 1 has behind its version and number. */
  private static byte[] curve(byte[] key) {
    try {
      int at = contentAt(key, 0);
      while (at < key.length) {
        int content = contentAt(key, at);
        int end = content + length(key, at);
        if ((key[at] & 0xff) == EC_PARAMETERS) {
          return Arrays.copyOfRange(key, content, end);
        }
        at = end;
      }
    } catch (ArrayIndexOutOfBoundsException e) {
      throw new NodeException("the private key is damaged");
    }
    throw new NodeException("the private key doesn't name its curve");
  }

  private static int contentAt(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
  }

  private static int length(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7f); i++) {
      length = (length << 8) | (der[at + 2 + i] & 0xff);
    }
    return length;
  }

  private static byte[] element(int tag, byte[] content) {
    int n = content.length;
    byte[] head =
        n < 0x80
            ? new byte[] {(byte) tag, (byte) n}
            : n < 0x100
                ? new byte[] {(byte) tag, (byte) 0x81, (byte) n}
                : new byte[] {(byte) tag, (byte) 0x82, (byte) (n >> 8), (byte) n};
    return joined(head, content);
  }

  private static byte[] joined(byte[]... parts) {
    byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }
}
