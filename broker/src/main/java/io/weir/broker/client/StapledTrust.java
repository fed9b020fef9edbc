package io.weir.broker.client;

import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilder;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts a server that sends along, in the handshake, its authority's word that the certificate has
 * not been revoked. Without it the connection fails: nobody is asked over the network, which would
 * keep an event loop waiting.
 *
 * @threads any
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6066#section-8">RFC 6066, section 8</a>
 */
public final class StapledTrust extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager rest;

  private StapledTrust(X509ExtendedTrustManager rest) {
    this.rest = rest;
  }

  /**
   * Trust in some authorities, in the words of Vert.x, which reads the files when it connects.
   *
   * @param files in PEM; empty for the authorities that Java trusts
   */
  public static TrustOptions options(List<Path> files) {
    return new Options(List.copyOf(files));
  }

  private record Options(List<Path> files) implements TrustOptions {
    @Override
    public TrustOptions copy() {
      return this;
    }

    @Override
    public TrustManagerFactory getTrustManagerFactory(Vertx vertx) throws Exception {
      return TrustOptions.wrap(of(files)).getTrustManagerFactory(vertx);
    }

    @Override
    public Function<String, TrustManager[]> trustManagerMapper(Vertx vertx) throws Exception {
      return TrustOptions.wrap(of(files)).trustManagerMapper(vertx);
    }
  }

  private static TrustManager of(List<Path> files) throws GeneralSecurityException, IOException {
    PKIXRevocationChecker checker =
        (PKIXRevocationChecker) CertPathBuilder.getInstance("PKIX").getRevocationChecker();
    checker.setOptions(
        EnumSet.of(
            PKIXRevocationChecker.Option.ONLY_END_ENTITY,
            PKIXRevocationChecker.Option.NO_FALLBACK));
    Set<TrustAnchor> anchors = new HashSet<>();
    for (X509Certificate authority : files.isEmpty() ? known() : read(files)) {
      anchors.add(new TrustAnchor(authority, null));
    }
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
    parameters.addCertPathChecker(checker);
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(new CertPathTrustManagerParameters(parameters));
    return new StapledTrust((X509ExtendedTrustManager) factory.getTrustManagers()[0]);
  }

  private static List<X509Certificate> known() throws GeneralSecurityException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init((KeyStore) null);
    return List.of(((X509ExtendedTrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers());
  }

  private static Set<X509Certificate> read(List<Path> files)
      throws GeneralSecurityException, IOException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    Set<X509Certificate> found = new HashSet<>();
    for (Path file : files) {
      try (InputStream in = Files.newInputStream(file)) {
        for (Certificate certificate : factory.generateCertificates(in)) {
          found.add((X509Certificate) certificate);
        }
      }
    }
    return found;
  }

  private static void requireStaple(SSLSession session) throws CertificateException {
    if (!(session instanceof ExtendedSSLSession extended)
        || extended.getStatusResponses().isEmpty()) {
      throw new CertificateException(
          "the server sends no proof (OCSP) that its certificate has not been revoked");
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    requireStaple(engine.getHandshakeSession());
    rest.checkServerTrusted(chain, type, engine);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    if (!(socket instanceof SSLSocket secure)) {
      throw new CertificateException("a connection without a handshake");
    }
    requireStaple(secure.getHandshakeSession());
    rest.checkServerTrusted(chain, type, socket);
  }

  /** Without a handshake there is nothing sent along. */
  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("a certificate without the handshake that it came with");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("clients are not checked here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return rest.getAcceptedIssuers();
  }
}
