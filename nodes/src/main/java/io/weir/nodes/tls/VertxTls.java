package io.weir.nodes.tls;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.TrustOptions;
import java.util.List;

/** TLS settings as Vert.x wants them. */
public final class VertxTls {
  private VertxTls() {}

  /**
   * The client's side.
   *
   * @throws io.weir.engine.node.NodeException if the credentials can't be used
   */
  public static ClientSSLOptions client(TlsSettings settings) {
    TlsCredentials credentials = TlsCredentials.of(settings);
    ClientSSLOptions options =
        new ClientSSLOptions()
            .setTrustAll(!settings.verifies())
            .setHostnameVerificationAlgorithm(settings.verifies() ? "HTTPS" : "");
    if (credentials.identity() != null) {
      options.setKeyCertOptions(KeyCertOptions.wrap(credentials.identity()));
    }
    if (settings.verifies() && credentials.trust() != null) {
      options.setTrustOptions(TrustOptions.wrap(credentials.trust()));
    }
    if (!settings.alpn().isEmpty()) {
      options.setUseAlpn(true).setApplicationLayerProtocols(List.of(settings.alpn()));
    }
    return options;
  }

  /**
   * The server's side; clients aren't asked for certificates.
   *
   * @throws io.weir.engine.node.NodeException if the credentials can't be used, or there are none
   */
  public static ServerSSLOptions server(TlsSettings settings) {
    TlsCredentials credentials = TlsCredentials.of(settings);
    if (credentials.identity() == null) {
      throw new io.weir.engine.node.NodeException("No certificate/key file provided");
    }
    ServerSSLOptions options = new ServerSSLOptions();
    options.setKeyCertOptions(KeyCertOptions.wrap(credentials.identity()));
    if (!settings.alpn().isEmpty()) {
      options.setUseAlpn(true).setApplicationLayerProtocols(List.of(settings.alpn()));
    }
    return options;
  }
}
