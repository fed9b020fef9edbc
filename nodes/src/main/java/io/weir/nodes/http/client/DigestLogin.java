package io.weir.nodes.http.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a server that asks for a login by HTTP's Digest authentication (RFC 7616).
 *
 * @param nonce what the client adds of its own, fresh for each login
 */
record DigestLogin(String user, String password, String nonce) {
  private static final Pattern PART =
      Pattern.compile("([A-Za-z0-9_-]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s,]+))");
  private static final int HALF_OF_SHA_512 = 64;

  /** A server asks in a way that can't be answered. */
  static final class Unanswerable extends Exception {
    private static final long serialVersionUID = 1;

    Unanswerable(String why) {
      super(why, null, false, false);
    }
  }

  /**
   * The header {@code Authorization}.
   *
   * @param challenge the server's {@code WWW-Authenticate}
   * @param uri path and query
   */
  String answer(String challenge, String method, String uri) throws Unanswerable {
    Map<String, String> asked = new LinkedHashMap<>();
    Matcher part = PART.matcher(challenge);
    while (part.find()) {
      asked.putIfAbsent(
          part.group(1).toLowerCase(Locale.ROOT),
          part.group(2) == null ? part.group(3) : part.group(2));
    }
    String realm = asked.get("realm");
    String serverNonce = asked.get("nonce");
    if (realm == null || realm.isEmpty() || serverNonce == null || serverNonce.isEmpty()) {
      throw new Unanswerable("Invalid digest challenge: nonce or realm is missing");
    }
    String named = asked.get("algorithm");
    String algorithm = named == null || named.isEmpty() ? "MD5" : named;
    boolean hasQop = List.of(asked.getOrDefault("qop", "").split("\\s*,\\s*", -1)).contains("auth");
    String secret = hash(algorithm, user + ":" + realm + ":" + password);
    if (algorithm.toLowerCase(Locale.ROOT).endsWith("-sess")) {
      secret = hash(algorithm, secret + ":" + serverNonce + ":" + nonce);
    }
    String request = hash(algorithm, method + ":" + uri);
    String response =
        hash(
            algorithm,
            hasQop
                ? secret + ":" + serverNonce + ":00000001:" + nonce + ":auth:" + request
                : secret + ":" + serverNonce + ":" + request);
    List<String> fields = new ArrayList<>();
    fields.add(quoted("username", user));
    fields.add(quoted("realm", realm));
    fields.add(quoted("nonce", serverNonce));
    fields.add(quoted("uri", uri));
    if (hasQop) {
      fields.add("qop=auth");
      fields.add("nc=00000001");
    }
    if (hasQop || algorithm.toLowerCase(Locale.ROOT).endsWith("-sess")) {
      fields.add(quoted("cnonce", nonce));
    }
    fields.add(quoted("response", response));
    String opaque = asked.get("opaque");
    if (opaque != null) {
      fields.add(quoted("opaque", opaque));
    }
    if (named != null) {
      fields.add("algorithm=" + named);
    }
    return "Digest " + String.join(", ", fields);
  }

  private static String quoted(String name, @Nullable String value) {
    return name + "=\"" + value + "\"";
  }

  private static String hash(String algorithm, String text) throws Unanswerable {
    String upper = algorithm.toUpperCase(Locale.ROOT);
    String bare = upper.endsWith("-SESS") ? upper.substring(0, upper.length() - 5) : upper;
    String name =
        switch (bare) {
          case "MD5" -> "MD5";
          case "SHA-256" -> "SHA-256";
          case "SHA-512-256" -> "SHA-512";
          default -> throw new Unanswerable("Unsupported digest algorithm: " + algorithm);
        };
    try {
      String hex =
          HexFormat.of()
              .formatHex(
                  MessageDigest.getInstance(name).digest(text.getBytes(StandardCharsets.UTF_8)));
      // What servers that say so compute is half of SHA-512, not SHA-512/256.
      return bare.equals("SHA-512-256") ? hex.substring(0, HALF_OF_SHA_512) : hex;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + name, e);
    }
  }
}
