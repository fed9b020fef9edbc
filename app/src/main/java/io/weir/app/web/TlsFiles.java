package io.weir.app.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.PfxOptions;
import io.vertx.core.net.TrustOptions;
import io.weir.app.web.WebConfig.Https;
import io.weir.engine.node.NodeException;
import io.weir.nodes.tls.PemKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Key and certificates, out of their files.
 *
 * @threads blocks on the disk
 */
final class TlsFiles {
  private static final Set<String> BOTH = new LinkedHashSet<>(List.of("TLSv1.2", "TLSv1.3"));
  private static final Set<String> NEWEST = Set.of("TLSv1.3");
  private static final byte[] SAMPLE = "weir".getBytes(StandardCharsets.UTF_8);

  private final Https https;

  TlsFiles(Https https) {
    this.https = https;
  }

  /** The files that are read. */
  List<Path> all() {
    List<Path> files = new ArrayList<>();
    for (Path file :
        new @Nullable Path[] {https.key(), https.certificate(), https.authority(), https.pfx()}) {
      if (file != null) {
        files.add(file);
      }
    }
    return files;
  }

  /**
   * Reads them into the options of a server.
   *
   * @throws IllegalArgumentException naming the file and what is wrong with it
   */
  HttpServerOptions into(HttpServerOptions options) {
    options.setSsl(true).setUseAlpn(false);
    options.setEnabledSecureTransportProtocols(
        https.minVersion().equals("TLSv1.3") ? NEWEST : BOTH);
    Path pfx = https.pfx();
    if (pfx != null) {
      options.setKeyCertOptions(
          new PfxOptions().setValue(openedPfx(pfx)).setPassword(https.passphrase()));
    } else {
      options.setKeyCertOptions(
          pem(Objects.requireNonNull(https.key()), Objects.requireNonNull(https.certificate())));
    }
    if (https.requestsCertificate()) {
      options.setClientAuth(https.rejectsUnauthorized() ? ClientAuth.REQUIRED : ClientAuth.REQUEST);
      TrustOptions trust = trust();
      if (trust != null) {
        options.setTrustOptions(trust);
      }
    }
    return options;
  }

  private @Nullable TrustOptions trust() {
    Path authority = https.authority();
    if (!https.rejectsUnauthorized()) {
      return io.vertx.core.net.TrustOptions.wrap(AnyClient.INSTANCE);
    }
    if (authority == null) {
      return null;
    }
    certificates(authority);
    return new PemTrustOptions().addCertValue(Buffer.buffer(read(authority)));
  }

  private PemKeyCertOptions pem(Path keyFile, Path certificateFile) {
    PrivateKey key = key(keyFile);
    Certificate certificate = certificates(certificateFile).get(0);
    if (!fits(key, certificate)) {
      throw new IllegalArgumentException(
          keyFile + " is not the key of the certificate in " + certificateFile);
    }
    String encoded = Base64.getMimeEncoder().encodeToString(key.getEncoded());
    return new PemKeyCertOptions()
        .addKeyValue(
            Buffer.buffer(
                "-----BEGIN PRIVATE KEY-----\n" + encoded + "\n-----END PRIVATE KEY-----\n"))
        .addCertValue(Buffer.buffer(read(certificateFile)));
  }

  private PrivateKey key(Path file) {
    try {
      return PemKey.read(read(file), https.passphrase());
    } catch (NodeException | GeneralSecurityException e) {
      throw new IllegalArgumentException(file + " can't be used: " + e.getMessage(), e);
    }
  }

  private static List<Certificate> certificates(Path file) {
    try {
      List<Certificate> found =
          new ArrayList<>(
              CertificateFactory.getInstance("X.509")
                  .generateCertificates(new ByteArrayInputStream(read(file))));
      if (!found.isEmpty()) {
        return found;
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(file + " can't be used: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException(file + " has no certificate in it");
  }

  /**
   * Whether a certificate is about a key: while files are replaced, they may not belong together.
   */
  private static boolean fits(PrivateKey key, Certificate certificate) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    try {
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(SAMPLE);
      byte[] signature = signing.sign();
      Signature verifying = Signature.getInstance(algorithm);
      verifying.initVerify(certificate.getPublicKey());
      verifying.update(SAMPLE);
      return verifying.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private Buffer openedPfx(Path file) {
    byte[] content = read(file);
    try {
      KeyStore.getInstance("PKCS12")
          .load(new ByteArrayInputStream(content), https.passphrase().toCharArray());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(file + " can't be opened: " + e.getMessage(), e);
    }
    return Buffer.buffer(content);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " can't be read: " + e, e);
    }
  }
}
