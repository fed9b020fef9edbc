package io.weir.broker.auth;

import io.vertx.core.buffer.Buffer;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who a client says it is.
 *
 * @param clientId as given, or as made up by the broker
 * @param userName or null
 * @param password the bytes as sent, or null; never written to
 * @param certificates the client's chain on a TLS listener that asks for it, otherwise empty
 */
public record Credentials(
    String clientId,
    @Nullable String userName,
    @Nullable Buffer password,
    String remoteAddress,
    List<X509Certificate> certificates) {

  public Credentials {
    certificates = List.copyOf(certificates);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "Credentials[clientId=" + clientId + ", userName=" + userName + "]";
  }
}
