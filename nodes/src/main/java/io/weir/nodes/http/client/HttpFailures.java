package io.weir.nodes.http.client;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.proxy.ProxyConnectException;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpClosedException;
import io.weir.engine.node.NodeException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Failures of requests in the words, and by the codes, that flows know. */
final class HttpFailures {
  private HttpFailures() {}

  /** A failure with a reason of ours. */
  static NodeException of(String code, String reason) {
    return new NodeException(code, "RequestError: " + reason);
  }

  static NodeException timeout(long millis) {
    return new NodeException(
        "ETIMEDOUT", "TimeoutError: Timeout awaiting 'request' for " + millis + "ms");
  }

  /** The failure that something thrown by the library stands for. */
  static NodeException of(Throwable thrown, HttpAddress address) {
    String text = String.valueOf(thrown.getMessage());
    String small = text.toLowerCase(java.util.Locale.ROOT);
    String place = address.connectHost() + ":" + address.port();
    if (thrown instanceof NodeException ours) {
      return ours;
    }
    if (thrown instanceof UnknownHostException) {
      return of("ENOTFOUND", "getaddrinfo ENOTFOUND " + address.connectHost());
    }
    if (thrown instanceof io.netty.channel.ConnectTimeoutException) {
      return of("ETIMEDOUT", "connect ETIMEDOUT " + place);
    }
    if (small.contains("connection refused")) {
      return of("ECONNREFUSED", "connect ECONNREFUSED " + place);
    }
    if (small.contains("no route to host")) {
      return of("EHOSTUNREACH", "connect EHOSTUNREACH " + place);
    }
    if (small.contains("network is unreachable")) {
      return of("ENETUNREACH", "connect ENETUNREACH " + place);
    }
    if (thrown instanceof ConnectException) {
      return of("ECONNREFUSED", text);
    }
    SSLException tls = causeOf(thrown, SSLException.class);
    if (tls != null) {
      return tls(tls);
    }
    if (thrown instanceof DecoderException || thrown instanceof IllegalArgumentException) {
      return of("HPE_INVALID_HEADER_TOKEN", "Parse Error: " + text);
    }
    if (thrown instanceof HttpClosedException || thrown instanceof ClosedChannelException) {
      return of("ECONNRESET", "socket hang up");
    }
    if (small.contains("connection reset")) {
      return of("ECONNRESET", "read ECONNRESET");
    }
    if (thrown instanceof ProxyConnectException
        || (thrown instanceof VertxException && small.contains("proxy"))) {
      return of("ERR_PROXY", "tunneling socket could not be established, " + text);
    }
    return of(thrown.getClass().getSimpleName(), text);
  }

  private static NodeException tls(SSLException tls) {
    String text = messages(tls);
    if (causeOf(tls, CertificateExpiredException.class) != null) {
      return of("CERT_HAS_EXPIRED", "certificate has expired");
    }
    if (text.contains("subject alternative") || text.contains("No name matching")) {
      return of("ERR_TLS_CERT_ALTNAME_INVALID", text);
    }
    if (text.contains("unable to find valid certification path") || text.contains("PKIX path")) {
      return of("UNABLE_TO_VERIFY_LEAF_SIGNATURE", "unable to verify the first certificate");
    }
    return of("EPROTO", text);
  }

  /** What it says itself, and what its causes say. */
  private static String messages(Throwable thrown) {
    StringBuilder messages = new StringBuilder(String.valueOf(thrown.getMessage()));
    for (Throwable at = thrown.getCause(); at != null; at = at.getCause()) {
      messages.append(": ").append(at.getMessage());
    }
    return messages.toString();
  }

  private static <T extends Throwable> @Nullable T causeOf(Throwable thrown, Class<T> type) {
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return type.cast(at);
      }
    }
    return null;
  }
}
