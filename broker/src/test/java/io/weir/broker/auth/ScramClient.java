package io.weir.broker.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The client's side of SCRAM-SHA-256, written from RFC 5802 with the JDK's algorithms alone. */
public final class ScramClient {
  private final String bare;
  private final String password;
  private String authMessage = "";
  private byte[] salted = {};

  public ScramClient(String user, String password, String nonce) {
    this.bare = "n=" + user + ",r=" + nonce;
    this.password = password;
  }

  public String first() {
    return "n,," + bare;
  }

  /** The answer to the server's first message. */
  public String last(String serverFirst) {
    String[] attributes = serverFirst.split(",", -1);
    String nonce = attributes[0].substring(2);
    byte[] salt = Base64.getDecoder().decode(attributes[1].substring(2));
    int iterations = Integer.parseInt(attributes[2].substring(2));
    String withoutProof = "c=biws,r=" + nonce;
    authMessage = bare + "," + serverFirst + "," + withoutProof;
    try {
      PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, 256);
      salted =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
      byte[] proof = hmac(salted, "Client Key");
      byte[] storedKey = MessageDigest.getInstance("SHA-256").digest(proof);
      byte[] signature = hmac(storedKey, authMessage);
      for (int i = 0; i < proof.length; i++) {
        proof[i] ^= signature[i];
      }
      return withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a server that knows the password ends with. */
  public String expectedFromServer() {
    try {
      byte[] signature = hmac(hmac(salted, "Server Key"), authMessage);
      return "v=" + Base64.getEncoder().encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(UTF_8));
  }
}
