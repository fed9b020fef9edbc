package io.weir.app.web;

import io.weir.editor.http.Cors;
import io.weir.editor.http.TrustedProxies;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The web server.
 *
 * @param port 0 takes a free one
 * @param admin the editor and the Admin API; null for neither
 * @param nodes what flows serve themselves; null if they may not
 * @param maxBodyBytes the largest request that is taken
 * @param https encryption; null for none
 * @param requiresHttps whether the editor is to be asked for by https only
 * @param folders folders of files that are served as they are
 * @param headers headers of all answers, in place of what they have there
 * @param proxies who is believed about clients
 */
public record WebConfig(
    String host,
    int port,
    @Nullable Admin admin,
    @Nullable Nodes nodes,
    long maxBodyBytes,
    @Nullable Https https,
    boolean requiresHttps,
    List<Folder> folders,
    Map<String, String> headers,
    TrustedProxies proxies) {

  public WebConfig {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("the editor's port must be 0 to 65535 but is " + port);
    }
    folders = List.copyOf(folders);
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** Whether only this machine can connect. */
  public boolean isLoopbackOnly() {
    return HostAddress.isLoopback(host);
  }

  /** The scheme of addresses that lead here. */
  public String scheme() {
    return https == null ? "http" : "https";
  }

  /**
   * The editor and the Admin API.
   *
   * @param root the path that they are below, with a slash at both ends
   * @param hasEditor whether there is an editor beside the API
   * @param cors what pages of other sites may ask for; null for nothing
   * @param keepAlive how often the comms socket says that it is still there
   */
  public record Admin(String root, boolean hasEditor, @Nullable Cors cors, Duration keepAlive) {}

  /**
   * What flows serve.
   *
   * @param root the path that it is below, with a slash at both ends
   * @param login who may ask; null for everybody
   * @param cors what pages of other sites may ask for; null leaves it to them
   */
  public record Nodes(String root, @Nullable BasicLogin login, @Nullable Cors cors) {}

  /**
   * A folder of files.
   *
   * @param folder where it is on the disk
   * @param root the path that it is served below, with a slash at both ends
   * @param maxAgeSeconds how long browsers may keep a file without asking
   * @param index the file that stands for its folder; null for none
   * @param dotFiles what becomes of files whose name, or a folder of theirs, begins with a dot
   * @param login who may ask; null for everybody
   * @param cors what pages of other sites may ask for; null leaves it to them
   */
  public record Folder(
      Path folder,
      String root,
      long maxAgeSeconds,
      @Nullable String index,
      DotFiles dotFiles,
      @Nullable BasicLogin login,
      @Nullable Cors cors) {

    /** What becomes of files that are meant to be hidden. */
    public enum DotFiles {
      /** Served like others. */
      ALLOW,
      /** Answered with 403. */
      DENY,
      /** As if they weren't there. */
      IGNORE
    }
  }

  /**
   * Encryption, by files that are read again when they change.
   *
   * @param key the private key in PEM, or null with {@code pfx}
   * @param certificate with the chain behind it, in PEM, or null with {@code pfx}
   * @param authority who may have signed clients' certificates, or null
   * @param pfx key and certificate in one PKCS#12 file, or null
   * @param passphrase what the key is encrypted with; empty if it isn't
   * @param requestsCertificate whether clients are asked for a certificate
   * @param rejectsUnauthorized whether those who are asked and have no valid one are refused
   * @param minVersion the oldest version that is spoken: {@code TLSv1.2} or {@code TLSv1.3}
   */
  public record Https(
      @Nullable Path key,
      @Nullable Path certificate,
      @Nullable Path authority,
      @Nullable Path pfx,
      String passphrase,
      boolean requestsCertificate,
      boolean rejectsUnauthorized,
      String minVersion) {

    /** Without the passphrase. */
    @Override
    public String toString() {
      return "Https[key=" + key + ", certificate=" + certificate + ", pfx=" + pfx + "]";
    }
  }
}
