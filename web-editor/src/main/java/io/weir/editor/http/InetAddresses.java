package io.weir.editor.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Addresses in texts, of which none is ever looked up. */
final class InetAddresses {
  private static final Pattern V4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%\\w+)?");

  private InetAddresses() {}

  /** The address; null if it is none. */
  static @Nullable InetAddress parse(String text) {
    String bare = text.replaceAll("^\\[|]$", "");
    if (!V4.matcher(bare).matches() && !V6.matcher(bare).matches()) {
      return null;
    }
    try {
      return InetAddress.getByName(bare);
    } catch (UnknownHostException e) {
      return null;
    }
  }

  static boolean isLoopback(String text) {
    InetAddress address = parse(text);
    return address != null && address.isLoopbackAddress();
  }
}
