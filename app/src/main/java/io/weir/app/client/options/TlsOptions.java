package io.weir.app.client.options;

import io.vertx.core.net.KeyCertOptions;
import io.weir.broker.client.Encryption;
import io.weir.broker.config.CipherNames;
import io.weir.engine.node.NodeException;
import io.weir.nodes.tls.PemCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How the connection is encrypted. */
public final class TlsOptions {
  @Mixin private TrustOptions trust = new TrustOptions();

  @Option(names = "--cert", paramLabel = "FILE", description = "Our certificate, in PEM.")
  private @Nullable Path certificate;

  @Option(names = "--key", paramLabel = "FILE", description = "Its private key, in PEM.")
  private @Nullable Path key;

  @Option(
      names = "--keyform",
      paramLabel = "FORM",
      description = "pem, which is the only form supported.")
  private @Nullable String keyForm;

  @Option(
      names = "--ciphers",
      paramLabel = "NAMES",
      description = "Cipher suites to offer, separated by colons, by OpenSSL's or Java's names.")
  private @Nullable String ciphers;

  @Option(
      names = "--tls-version",
      paramLabel = "VERSION",
      description = "tlsv1.3 or tlsv1.2; what both ends know best is taken otherwise.")
  private @Nullable String version;

  @Option(
      names = "--tls-alpn",
      paramLabel = "NAME",
      description = "The protocol to ask for in the handshake (ALPN).")
  private @Nullable String alpn;

  @Option(names = "--tls-engine", paramLabel = "ENGINE", description = "Not supported.")
  private @Nullable String engine;

  @Option(names = "--tls-engine-kpass-sha1", paramLabel = "HASH", description = "Not supported.")
  private @Nullable String enginePassword;

  @Option(names = "--psk", paramLabel = "KEY", description = "Not supported.")
  private @Nullable String sharedKey;

  @Option(names = "--psk-identity", paramLabel = "NAME", description = "Not supported.")
  private @Nullable String sharedKeyIdentity;

  /**
   * The configuration; empty for no encryption.
   *
   * @param isWanted whether the address asks for it, whatever the options
   * @throws IllegalArgumentException naming the option that is wrong
   */
  Optional<Encryption> config(boolean isWanted) {
    requireSupported();
    if ((certificate == null) != (key == null)) {
      throw new IllegalArgumentException("--cert and --key go together; one is missing");
    }
    if (!isWanted && !trust.isGiven()) {
      if (certificate != null
          || ciphers != null
          || version != null
          || alpn != null
          || trust.isInsecure()) {
        throw new IllegalArgumentException(
            "options of TLS need --cafile, --capath, --tls-use-os-certs or mqtts:// as well");
      }
      return Optional.empty();
    }
    try {
      return Optional.of(build());
    } catch (GeneralSecurityException | IOException | NodeException e) {
      throw new IllegalArgumentException("the options of TLS can't be used: " + e.getMessage(), e);
    }
  }

  private void requireSupported() {
    refuse(engine, "--tls-engine", "Java has no OpenSSL engines");
    refuse(enginePassword, "--tls-engine-kpass-sha1", "Java has no OpenSSL engines");
    refuse(sharedKey, "--psk", "Java's TLS has no pre-shared keys; use certificates");
    refuse(sharedKeyIdentity, "--psk-identity", "Java's TLS has no pre-shared keys");
    if (keyForm != null && !keyForm.equals("pem")) {
      refuse(keyForm, "--keyform " + keyForm, "only pem is");
    }
  }

  private static void refuse(@Nullable String value, String option, String why) {
    if (value != null) {
      throw new IllegalArgumentException(option + " is not supported: " + why);
    }
  }

  private Encryption build() throws GeneralSecurityException, IOException {
    Optional<List<byte[]>> trusted = trust.files();
    return new Encryption(
        trusted.isPresent()
            ? io.vertx.core.net.TrustOptions.wrap(PemCredentials.trust(trusted.get()))
            : null,
        keys(),
        version == null ? List.of() : List.of(protocol(version)),
        ciphers == null ? List.of() : suites(ciphers),
        alpn == null ? List.of() : List.of(alpn),
        !trust.isInsecure());
  }

  private @Nullable KeyCertOptions keys() throws GeneralSecurityException, IOException {
    if (certificate == null || key == null) {
      return null;
    }
    byte[] pem = read("--key", key);
    return KeyCertOptions.wrap(
        PemCredentials.keys(read("--cert", certificate), pem, KeyPassphrase.of(pem)));
  }

  /**
   * The content of a file.
   *
   * @throws IllegalArgumentException naming option and file if it can't be read
   */
  static byte[] read(String option, Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          option + ": " + file + " can't be read (" + e.getClass().getSimpleName() + ")", e);
    }
  }

  private static List<String> suites(String names) throws GeneralSecurityException {
    List<String> known =
        List.of(
            javax.net.ssl.SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());
    List<String> suites = Arrays.stream(names.split(":")).map(CipherNames::iana).toList();
    for (String suite : suites) {
      if (!known.contains(suite)) {
        throw new IllegalArgumentException("--ciphers: Java doesn't know " + suite);
      }
    }
    return suites;
  }

  private static String protocol(String version) {
    return switch (version) {
      case "tlsv1.3" -> "TLSv1.3";
      case "tlsv1.2" -> "TLSv1.2";
      case "tlsv1.1" ->
          throw new IllegalArgumentException(
              "--tls-version tlsv1.1 is not supported: Java no longer takes it for safe");
      default ->
          throw new IllegalArgumentException(
              "--tls-version must be tlsv1.3 or tlsv1.2 but is " + version);
    };
  }
}
