package io.weir.app.web;

import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/** Takes every certificate of a client: Node.js's {@code rejectUnauthorized: false}. */
enum AnyClient implements X509TrustManager {
  INSTANCE;

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) {}

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) {
    throw new UnsupportedOperationException("this is for servers, whose clients are asked");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
