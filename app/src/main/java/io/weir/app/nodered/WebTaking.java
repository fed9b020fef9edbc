package io.weir.app.nodered;

import io.weir.app.nodered.JavaScriptLiterals.Code;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes over what {@code settings.js} says about the web server, into {@code web} of weir.yaml. */
final class WebTaking {
  private static final Pattern READ_FILE =
      Pattern.compile(
          "(?:require\\(\\s*['\"](?:node:)?fs['\"]\\s*\\)|fs)\\s*\\.\\s*readFileSync\\(\\s*"
              + "(['\"])([^'\"\\\\]+)\\1\\s*(?:,[^)]*)?\\)");
  private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$\\d\\d\\$.{53}");

  /** Settings that are one value, and what they are called here. */
  private static final Map<String, String> PLAIN =
      Map.of(
          "httpAdminRoot", "adminRoot",
          "httpNodeRoot", "nodeRoot",
          "httpStaticRoot", "staticRoot",
          "disableEditor", "disableEditor",
          "requireHttps", "requireHttps",
          "apiMaxLength", "bodyLimit");

  /** Settings of several values, what they are called here, and which of the values we know. */
  private static final Map<String, String> SECTIONS =
      Map.of(
          "httpAdminCors", "adminCors",
          "httpNodeCors", "nodeCors",
          "httpStaticCors", "staticCors",
          "httpNodeAuth", "nodeAuth",
          "httpStaticAuth", "staticAuth");

  private static final Set<String> CORS_KEYS =
      Set.of(
          "origin",
          "methods",
          "allowedHeaders",
          "exposedHeaders",
          "credentials",
          "maxAge",
          "optionsSuccessStatus");
  private static final Set<String> LOGIN_KEYS = Set.of("user", "pass");
  private static final Set<String> FOLDER_KEYS = Set.of("path", "root", "options", "cors");
  private static final Set<String> OPTION_KEYS = Set.of("maxAge", "index", "dotfiles");
  private static final Set<String> TLS_VERSIONS = Set.of("TLSv1.2", "TLSv1.3");

  private final Map<String, Object> web = new LinkedHashMap<>();
  private final List<String> left;

  /**
   * Takes nothing yet.
   *
   * @param left gets what could not be taken, each with the reason
   */
  WebTaking(List<String> left) {
    this.left = left;
  }

  /** What was taken. */
  Map<String, Object> taken() {
    return web;
  }

  /** Takes a setting; returns false if it is about something else. */
  boolean take(String key, Object value) {
    if (PLAIN.containsKey(key)) {
      plain(key, PLAIN.getOrDefault(key, key), value);
    } else if (SECTIONS.containsKey(key)) {
      section(key, value);
    } else {
      switch (key) {
        case "httpRoot" -> {
          plain(key, "adminRoot", value);
          plain(key, "nodeRoot", value);
        }
        case "httpStatic" -> folders(value);
        case "https" -> https(value);
        case "httpServerOptions" -> serverOptions(value);
        default -> {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * The old login of the editor, {@code httpAdminAuth}, as a user of {@code adminAuth}; null if it
   * can't be taken.
   */
  @Nullable Map<String, Object> adminAuth(String key, Object value) {
    if (value instanceof Map<?, ?> login
        && login.get("user") instanceof String user
        && login.get("pass") instanceof String hash
        && BCRYPT.matcher(hash).matches()) {
      return Map.of(
          "users", List.of(Map.of("username", user, "password", hash, "permissions", "*")));
    }
    left.add(key + " has no password that can be taken; adminAuth takes its place");
    return null;
  }

  private void plain(String key, String ours, Object value) {
    boolean isUsual =
        value.equals("/")
            || (value.equals(false)
                && (ours.equals("disableEditor") || ours.equals("requireHttps")))
            || (ours.equals("bodyLimit") && value.equals("5mb"));
    if (isUsual) {
      return;
    }
    if (value instanceof String || value instanceof Boolean || value instanceof Integer) {
      web.put(ours, value);
    } else {
      left.add(key + " is code");
    }
  }

  private void section(String key, Object value) {
    Set<String> known = key.endsWith("Auth") ? LOGIN_KEYS : CORS_KEYS;
    if (value instanceof Map<?, ?> given) {
      Map<String, Object> kept = kept(key, given, known);
      if (!known.equals(LOGIN_KEYS) || kept.size() == LOGIN_KEYS.size()) {
        web.put(SECTIONS.getOrDefault(key, key), kept);
      }
    } else {
      left.add(key + " is code");
    }
  }

  /** The values that we know; the others are named. */
  private Map<String, Object> kept(String owner, Map<?, ?> given, Set<String> known) {
    Map<String, Object> kept = new LinkedHashMap<>();
    given.forEach(
        (name, value) -> {
          String key = String.valueOf(name);
          if (value == null || holdsCode(value)) {
            left.add(owner + "." + key + " is code");
          } else if (!known.contains(key)) {
            left.add(owner + "." + key + " has no counterpart");
          } else {
            kept.put(key, value);
          }
        });
    return kept;
  }

  private static boolean holdsCode(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list.stream().anyMatch(WebTaking::holdsCode);
    }
    if (value instanceof Map<?, ?> map) {
      return map.values().stream().anyMatch(WebTaking::holdsCode);
    }
    return value instanceof Code;
  }

  private void folders(Object value) {
    if (value instanceof String folder) {
      web.put("static", folder);
      return;
    }
    List<Object> folders = new ArrayList<>();
    List<?> given = value instanceof List<?> list ? list : List.of(value);
    for (int i = 0; i < given.size(); i++) {
      String name = "httpStatic[" + i + "]";
      if (!(given.get(i) instanceof Map<?, ?> map) || !(map.get("path") instanceof String)) {
        left.add(name + " is code");
        continue;
      }
      Map<String, Object> folder = kept(name, map, FOLDER_KEYS);
      if (folder.get("options") instanceof Map<?, ?> options) {
        folder.put("options", kept(name + ".options", options, OPTION_KEYS));
      }
      if (folder.get("cors") instanceof Map<?, ?> cors) {
        folder.put("cors", kept(name + ".cors", cors, CORS_KEYS));
      }
      folders.add(folder);
    }
    if (!folders.isEmpty()) {
      web.put("static", folders);
    }
  }

  private void https(Object value) {
    if (!(value instanceof Map<?, ?> given)) {
      left.add("https is code");
      return;
    }
    Map<String, Object> https = new LinkedHashMap<>();
    given.forEach((name, each) -> tls(https, String.valueOf(name), each));
    boolean isWhole =
        https.containsKey("pfxFile")
            || (https.containsKey("keyFile") && https.containsKey("certFile"));
    if (isWhole) {
      web.put("https", https);
    } else {
      left.add("https has no files that can be made out: web.https.keyFile and certFile name them");
    }
  }

  private void tls(Map<String, Object> https, String key, @Nullable Object value) {
    switch (key) {
      case "key", "cert", "ca", "pfx" -> {
        Matcher read = READ_FILE.matcher(value instanceof Code code ? code.text().strip() : "");
        if (read.matches()) {
          https.put(key + "File", read.group(2));
        } else {
          left.add("https." + key + " is not a file that is read");
        }
      }
      case "requestCert", "rejectUnauthorized", "passphrase" -> {
        if (value instanceof Boolean || value instanceof String) {
          https.put(key, value);
        } else {
          left.add("https." + key + " is code");
        }
      }
      case "minVersion" -> {
        if (value instanceof String version && TLS_VERSIONS.contains(version)) {
          https.put(key, version);
        } else {
          left.add("https.minVersion is " + value + "; TLS 1.2 and newer are spoken");
        }
      }
      default -> left.add("https." + key + " has no counterpart");
    }
  }

  private void serverOptions(Object value) {
    if (!(value instanceof Map<?, ?> options)) {
      left.add("httpServerOptions is code");
      return;
    }
    options.forEach(
        (name, each) -> {
          if (name.equals("trust proxy") && each != null && !holdsCode(each)) {
            web.put("trustProxy", each);
          } else if (!name.equals("x-powered-by")) {
            left.add("httpServerOptions." + name + " has no counterpart");
          }
        });
  }
}
