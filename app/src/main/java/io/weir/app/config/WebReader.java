package io.weir.app.config;

import io.weir.app.web.BasicLogin;
import io.weir.app.web.WebConfig;
import io.weir.app.web.WebConfig.Admin;
import io.weir.app.web.WebConfig.Folder;
import io.weir.app.web.WebConfig.Folder.DotFiles;
import io.weir.app.web.WebConfig.Https;
import io.weir.app.web.WebConfig.Nodes;
import io.weir.editor.EditorConfig;
import io.weir.editor.http.TrustedProxies;
import io.weir.editor.http.TrustedProxies.Network;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads {@code web:}, whose keys are those of Node-RED without {@code http} in front. */
final class WebReader {
  private static final int MOST_KEEP_ALIVE_SECONDS = 3_600;
  private static final List<String> TLS_VERSIONS = List.of("TLSv1.2", "TLSv1.3");

  private final Settings web;
  private final Path userDir;

  private WebReader(Settings web, Path userDir) {
    this.web = web;
    this.userDir = userDir;
  }

  /**
   * The settings.
   *
   * @param userDir what paths in them are relative to
   * @param host in place of what they say, or null
   * @param port in place of what they say, or null
   * @throws IllegalArgumentException naming file, key and what is wrong
   */
  static WebConfig read(Settings web, Path userDir, @Nullable String host, @Nullable Integer port) {
    return new WebReader(web, userDir).read(host, port);
  }

  private WebConfig read(@Nullable String host, @Nullable Integer port) {
    WebConfig config =
        new WebConfig(
            Objects.requireNonNullElse(host, web.text("host", "127.0.0.1")),
            Objects.requireNonNullElse(port, web.whole("port", 1880)),
            admin(),
            nodes(),
            Amounts.bytes(web, "bodyLimit", "5mb"),
            https(),
            web.flag("requireHttps", false),
            folders(),
            web.textsByName("headers"),
            proxies());
    web.requireNoOther();
    return config;
  }

  private @Nullable Admin admin() {
    String root = root(web, "adminRoot");
    Admin admin =
        new Admin(
            Objects.requireNonNullElse(root, "/"),
            !web.flag("disableEditor", false),
            CorsReader.read(web.section("adminCors")),
            keepAlive());
    return root == null ? null : admin;
  }

  private Duration keepAlive() {
    double seconds =
        web.number("keepAliveSeconds", (double) EditorConfig.USUAL_KEEP_ALIVE.toSeconds());
    if (!(seconds >= 1 && seconds <= MOST_KEEP_ALIVE_SECONDS)) {
      throw web.wrong(
          "keepAliveSeconds",
          "must be 1 to " + MOST_KEEP_ALIVE_SECONDS + " seconds but is " + seconds);
    }
    return Duration.ofMillis((long) (seconds * 1_000));
  }

  private @Nullable Nodes nodes() {
    String root = root(web, "nodeRoot");
    Nodes nodes =
        new Nodes(
            Objects.requireNonNullElse(root, "/"),
            login(web.section("nodeAuth")),
            CorsReader.read(web.section("nodeCors")));
    return root == null ? null : nodes;
  }

  /** A path with a slash at both ends; null for {@code false}. */
  private static @Nullable String root(Settings settings, String key) {
    if (settings.isFlag(key)) {
      if (settings.flag(key, false)) {
        throw settings.wrong(key, "must be a path, or false");
      }
      return null;
    }
    String path = settings.text(key, "/");
    if (path.contains("?") || path.contains("#") || path.contains("..") || path.contains("*")) {
      throw settings.wrong(key, "must be a plain path but is " + path);
    }
    String bare = path.replaceAll("^/+|/+$", "");
    return bare.isEmpty() ? "/" : "/" + bare + "/";
  }

  private static @Nullable BasicLogin login(Settings section) {
    if (section.isEmpty()) {
      return null;
    }
    String user = section.required("user");
    String hash = section.required("pass");
    section.requireNoOther();
    try {
      return new BasicLogin(user, hash);
    } catch (IllegalArgumentException e) {
      throw section.wrong("pass", "can't be used: " + e.getMessage());
    }
  }

  // ---- folders ----

  private List<Folder> folders() {
    String prefix = Objects.requireNonNullElse(root(web, "staticRoot"), "/");
    BasicLogin login = login(web.section("staticAuth"));
    Settings cors = web.section("staticCors");
    List<Folder> folders = new ArrayList<>();
    if (web.isText("static")) {
      Folder plain =
          new Folder(
              userDir.resolve(web.text("static", "")),
              prefix,
              0,
              "index.html",
              DotFiles.IGNORE,
              login,
              CorsReader.read(cors));
      folders.add(plain);
      return folders;
    }
    for (Settings each : web.list("static")) {
      Settings options = each.section("options");
      String root = Objects.requireNonNullElse(root(each, "root"), "/");
      Settings ownCors = each.section("cors");
      folders.add(
          new Folder(
              userDir.resolve(each.required("path")),
              prefix + root.substring(1),
              Amounts.millis(options, "maxAge", "0") / 1_000,
              index(options),
              options.choice("dotfiles", DotFiles.IGNORE, DotFiles.class),
              login,
              CorsReader.read(ownCors.isEmpty() ? cors : ownCors)));
      options.requireNoOther();
      each.requireNoOther();
    }
    // Read where there is no folder as well, so that what is wrong in it is named.
    CorsReader.read(cors);
    return folders;
  }

  private static @Nullable String index(Settings options) {
    if (options.isFlag("index")) {
      return options.flag("index", true) ? "index.html" : null;
    }
    return options.text("index", "index.html");
  }

  // ---- encryption ----

  private @Nullable Https https() {
    Settings section = web.section("https");
    if (section.isEmpty()) {
      return null;
    }
    Path pfx = path(section, "pfxFile");
    Path key = path(section, "keyFile");
    Path certificate = path(section, "certFile");
    if (pfx == null && (key == null || certificate == null)) {
      throw section.wrong(
          key == null ? "keyFile" : "certFile", "is missing: keyFile and certFile, or pfxFile");
    }
    if (pfx != null && (key != null || certificate != null)) {
      throw section.wrong(
          "pfxFile", "has key and certificate in it; take keyFile and certFile away");
    }
    String minVersion = section.text("minVersion", TLS_VERSIONS.get(0));
    if (!TLS_VERSIONS.contains(minVersion)) {
      throw section.wrong("minVersion", "must be TLSv1.2 or TLSv1.3 but is " + minVersion);
    }
    Https https =
        new Https(
            key,
            certificate,
            path(section, "caFile"),
            pfx,
            section.text("passphrase", ""),
            section.flag("requestCert", false),
            section.flag("rejectUnauthorized", true),
            minVersion);
    section.requireNoOther();
    return https;
  }

  private @Nullable Path path(Settings section, String key) {
    String path = section.text(key, "");
    return path.isEmpty() ? null : userDir.resolve(path);
  }

  // ---- proxies ----

  private TrustedProxies proxies() {
    String key = "trustProxy";
    if (web.isFlag(key)) {
      return web.flag(key, false)
          ? new TrustedProxies(TrustedProxies.ALL, List.of())
          : TrustedProxies.NONE;
    }
    if (web.isWhole(key)) {
      return new TrustedProxies(web.whole(key, 0), List.of());
    }
    List<Network> networks = new ArrayList<>();
    for (String text : web.texts(key)) {
      for (String one : text.split(",", -1)) {
        try {
          networks.addAll(Network.parse(one.strip()));
        } catch (IllegalArgumentException e) {
          throw web.wrong(key, "names " + one.strip() + ": " + e.getMessage());
        }
      }
    }
    return new TrustedProxies(0, networks);
  }
}
