package io.weir.app.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up changed certificates: whatever renews them need not know who uses them. Connections that
 * are open stay; new ones get the new certificate. Files that don't fit together are named in the
 * log and left until they change again.
 *
 * @threads the web server's context; looks at the files on a worker
 */
final class CertificateWatch {
  private static final Logger log = LoggerFactory.getLogger(CertificateWatch.class);

  /** Looking is cheap, and a certificate is renewed weeks before it ends. */
  private static final long PERIOD_MILLIS = 5_000;

  private final TlsFiles files;
  private final HttpServer server;
  private List<String> seen;

  private CertificateWatch(TlsFiles files, HttpServer server, List<String> seen) {
    this.files = files;
    this.server = server;
    this.seen = seen;
  }

  /**
   * Begins to watch.
   *
   * @param server which has the files as they are now
   */
  static void start(Vertx vertx, TlsFiles files, HttpServer server) {
    CertificateWatch watch = new CertificateWatch(files, server, stamps(files));
    vertx.setPeriodic(PERIOD_MILLIS, timer -> watch.look(vertx));
  }

  private void look(Vertx vertx) {
    vertx
        .executeBlocking(() -> stamps(files))
        .compose(
            now -> {
              if (now.equals(seen)) {
                return Future.succeededFuture(false);
              }
              seen = now;
              return vertx
                  .executeBlocking(() -> files.into(new HttpServerOptions()))
                  .compose(options -> server.updateSSLOptions(options.getSslOptions(), true));
            })
        .onSuccess(
            changed -> {
              if (changed) {
                log.info("the certificate of the web server was read again");
              }
            })
        .onFailure(
            why ->
                log.error(
                    "the certificate of the web server stays as it was: {}", why.getMessage()));
  }

  /** What changes with the files. */
  private static List<String> stamps(TlsFiles files) {
    List<String> stamps = new ArrayList<>();
    for (Path file : files.all()) {
      try {
        stamps.add(Files.getLastModifiedTime(file) + " " + Files.size(file));
      } catch (IOException e) {
        stamps.add("missing");
      }
    }
    return stamps;
  }
}
