package io.weir.broker.client;

import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.TrustOptions;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a connection to a server is encrypted.
 *
 * @param trust whose certificates are trusted; null for those that Java trusts
 * @param keys the client's own certificate with its key, or null
 * @param protocols versions to offer; empty for Java's choice
 * @param suites ciphers to offer, by their names in Java; empty for Java's choice
 * @param alpn protocols to ask for
 * @param checksHost whether the certificate has to be for the host's name
 */
public record Encryption(
    @Nullable TrustOptions trust,
    @Nullable KeyCertOptions keys,
    List<String> protocols,
    List<String> suites,
    List<String> alpn,
    boolean checksHost) {
  public Encryption {
    protocols = List.copyOf(protocols);
    suites = List.copyOf(suites);
    alpn = List.copyOf(alpn);
  }

  /** Says the same to Vert.x. */
  public void addTo(NetClientOptions options) {
    options.setSsl(true).setHostnameVerificationAlgorithm(checksHost ? "HTTPS" : "");
    if (trust != null) {
      options.setTrustOptions(trust);
    }
    if (keys != null) {
      options.setKeyCertOptions(keys);
    }
    if (!protocols.isEmpty()) {
      options.setEnabledSecureTransportProtocols(new LinkedHashSet<>(protocols));
    }
    suites.forEach(options::addEnabledCipherSuite);
    if (!alpn.isEmpty()) {
      options.setUseAlpn(true).setApplicationLayerProtocols(alpn);
    }
  }
}
