package io.weir.broker.auth;

import io.vertx.core.buffer.Buffer;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who a client says it is.
 *
 * @param clientId as given, or as made up by the broker
 * @param userName or null; on listeners that take it from the certificate, what that says
 * @param password the bytes as sent, or null; never written to
 * @param certificates the client's chain on a TLS listener that asks for it, otherwise empty
 * @param listener the name of the listener that the client came by
 * @param isCertified whether the user name is that of the certificate, so that no password counts
 */
public record Credentials(
    String clientId,
    @Nullable String userName,
    @Nullable Buffer password,
    String remoteAddress,
    List<X509Certificate> certificates,
    String listener,
    boolean isCertified) {

  public Credentials {
    certificates = List.copyOf(certificates);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "Credentials[clientId=" + clientId + ", userName=" + userName + "]";
  }
}
