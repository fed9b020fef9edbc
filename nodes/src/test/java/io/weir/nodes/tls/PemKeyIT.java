package io.weir.nodes.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.broker.testing.OpenSsl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With the keys that openssl writes. */
class PemKeyIT {
  @TempDir private Path folder;
  private OpenSsl openssl;

  @BeforeEach
  void findOpenSsl() {
    openssl = new OpenSsl(folder);
  }

  private PrivateKey read(String file, String passphrase)
      throws IOException, GeneralSecurityException {
    return PemKey.read(Files.readAllBytes(folder.resolve(file)), passphrase);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "genrsa -out k 2048 | rsa -in k -traditional -out other",
        "genrsa -out k 2048 | rsa -in k -traditional -aes128 -passout pass:open -out other",
        "genrsa -out k 2048 | rsa -in k -traditional -aes256 -passout pass:open -out other",
        "genrsa -out k 2048 | rsa -in k -traditional -des3 -passout pass:open -out other",
        "genrsa -out k 2048 | pkcs8 -topk8 -in k -passout pass:open -out other",
        "genrsa -out k 2048 | pkcs8 -topk8 -in k -v2 aes-128-cbc -v2prf hmacWithSHA1 -passout"
            + " pass:open -out other",
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out k | ec -in k -out other",
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out k | ec -in k -aes256 -passout"
            + " pass:open -out other",
        "ecparam -name secp521r1 -genkey -out k | pkcs8 -topk8 -nocrypt -in k -out other",
        "genpkey -algorithm ED25519 -out k | pkcs8 -topk8 -passout pass:open -in k -out other",
      })
  void a_key_is_the_same_in_every_form(String make, String convert) throws Exception {
    openssl.run(make);
    openssl.run(convert);
    openssl.run("pkcs8 -topk8 -nocrypt -in k -out plain");

    PrivateKey key = read("other", "open");

    assertThat(secret(key)).isEqualTo(secret(read("plain", "")));
    assertThat(secret(read("k", ""))).isEqualTo(secret(key));
  }

  /** What makes the key; the encodings of one may differ in what else they say. */
  private static List<Object> secret(PrivateKey key) {
    return key instanceof ECPrivateKey ec
        ? List.of(ec.getS(), ec.getParams().getOrder())
        : List.of(HexFormat.of().formatHex(key.getEncoded()));
  }

  @Test
  void a_wrong_passphrase_is_told_from_a_missing_one() {
    openssl.run("genrsa -out k 2048");
    openssl.run("pkcs8 -topk8 -in k -passout pass:open -out encrypted");

    assertThatThrownBy(() -> read("encrypted", "shut")).hasMessageContaining("may be wrong");
    assertThatThrownBy(() -> read("encrypted", "")).hasMessageContaining("no passphrase");
  }

  @Test
  void what_is_no_key_is_refused() {
    assertThatThrownBy(() -> PemKey.read("hello".getBytes(StandardCharsets.UTF_8), ""))
        .hasMessageContaining("BEGIN PRIVATE KEY");
  }
}
