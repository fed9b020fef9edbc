package io.weir.engine.store;

import io.weir.engine.message.JsonException;
import io.weir.engine.message.MessageJson;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Node-RED's encryption of credentials: AES-256-CTR under the SHA-256 of the secret, the counter
 * block in hexadecimal in front of the Base64 text.
 */
final class CredentialCipher {
  private static final int BLOCK_HEX_DIGITS = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String secret;

  CredentialCipher(String secret) {
    this.secret = secret;
  }

  private Cipher cipher(int mode, byte[] counter) throws GeneralSecurityException {
    byte[] key =
        MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(counter));
    return cipher;
  }

  String encrypt(Map<String, ?> credentials) {
    try {
      byte[] counter = new byte[BLOCK_HEX_DIGITS / 2];
      RANDOM.nextBytes(counter);
      byte[] text = MessageJson.text(credentials).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(counter)
          + Base64.getEncoder().encodeToString(cipher(Cipher.ENCRYPT_MODE, counter).doFinal(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES and SHA-256", e);
    }
  }

  /**
   * Decrypts.
   *
   * @return null if the secret is not the one that encrypted it
   */
  @Nullable Map<?, ?> decrypt(String text) {
    try {
      byte[] counter = HexFormat.of().parseHex(text.substring(0, BLOCK_HEX_DIGITS));
      byte[] data = Base64.getDecoder().decode(text.substring(BLOCK_HEX_DIGITS));
      String json =
          new String(cipher(Cipher.DECRYPT_MODE, counter).doFinal(data), StandardCharsets.UTF_8);
      return MessageJson.parse(json) instanceof Map<?, ?> map ? map : null;
    } catch (GeneralSecurityException
        | JsonException
        | IllegalArgumentException
        | IndexOutOfBoundsException e) {
      // There is no checksum: a wrong secret shows in the text not being JSON.
      return null;
    }
  }
}
