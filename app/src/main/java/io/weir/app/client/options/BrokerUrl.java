package io.weir.app.client.options;

import org.jspecify.annotations.Nullable;

/**
 * What {@code -L} gives at once: {@code mqtt(s)://[user[:password]@]host[:port]/topic}.
 *
 * @param port 0 for the usual one
 */
record BrokerUrl(
    boolean isTls,
    @Nullable String user,
    @Nullable String password,
    String host,
    int port,
    String topic) {

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static BrokerUrl parse(String url) {
    boolean isTls = url.regionMatches(true, 0, "mqtts://", 0, 8);
    if (!isTls && !url.regionMatches(true, 0, "mqtt://", 0, 7)) {
      throw new IllegalArgumentException(
          "the URL given with -L must start with mqtt:// or mqtts:// but is " + url);
    }
    String rest = url.substring(isTls ? 8 : 7);
    int slash = rest.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException(
          "the URL given with -L has no topic: mqtt://host/topic is the least");
    }
    String authority = rest.substring(0, slash);
    int sign = authority.lastIndexOf('@');
    String login = sign < 0 ? "" : authority.substring(0, sign);
    String address = authority.substring(sign + 1);
    int split = login.indexOf(':');
    int colon = address.lastIndexOf(':');
    return new BrokerUrl(
        isTls,
        sign < 0 ? null : split < 0 ? login : login.substring(0, split),
        split < 0 ? null : login.substring(split + 1),
        colon < 0 ? address : address.substring(0, colon),
        colon < 0 ? 0 : port(address.substring(colon + 1)),
        rest.substring(slash + 1));
  }

  private static int port(String digits) {
    try {
      return BrokerOptions.checkedPort(Integer.parseInt(digits));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "the port in the URL given with -L must be a number but is " + digits, e);
    }
  }

  @Override
  public String toString() {
    return "BrokerUrl[" + host + ":" + port + "]";
  }
}
