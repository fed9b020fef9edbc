package io.weir.broker.config;

/** The names of cipher suites: OpenSSL's and those of the registry, which Java uses. */
public final class CipherNames {
  private CipherNames() {}

  /** {@code ECDHE-RSA-AES128-GCM-SHA256} is TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256. */
  public static String iana(String name) {
    if (name.startsWith("TLS_")) {
      return name;
    }
    String[] exchanges = {"ECDHE-ECDSA-", "ECDHE-RSA-", "DHE-RSA-"};
    String exchange = "RSA-";
    String cipher = name;
    for (String candidate : exchanges) {
      if (name.startsWith(candidate)) {
        exchange = candidate;
        cipher = name.substring(candidate.length());
      }
    }
    String prefix = "TLS_" + exchange.substring(0, exchange.length() - 1).replace('-', '_');
    if (cipher.equals("CHACHA20-POLY1305")) {
      return prefix + "_WITH_CHACHA20_POLY1305_SHA256";
    }
    String spelled = cipher.replace("AES128", "AES_128").replace("AES256", "AES_256");
    boolean isBlockMode = !spelled.contains("GCM");
    String mode = isBlockMode ? spelled.replace("-SHA", "-CBC_SHA") : spelled;
    return prefix + "_WITH_" + mode.replace('-', '_');
  }
}
