package io.weir.app.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.weir.app.web.WebConfig.Https;
import org.jspecify.annotations.Nullable;

/** Opens a web server, with encryption if there is to be any. */
public final class TlsServer {
  private final Vertx vertx;
  private final @Nullable Https https;

  /**
   * An opener.
   *
   * @param https null for a server without encryption
   */
  public TlsServer(Vertx vertx, @Nullable Https https) {
    this.vertx = vertx;
    this.https = https;
  }

  /**
   * Opens a server.
   *
   * @return fails with an {@link IllegalArgumentException} that names a file, or with what keeps
   *     the server from listening
   * @threads the context that it is to run on
   */
  public Future<HttpServer> open(HttpServerOptions options, Router router) {
    if (https == null) {
      return vertx.createHttpServer(options).requestHandler(router).listen();
    }
    TlsFiles files = new TlsFiles(https);
    return vertx
        .executeBlocking(() -> files.into(options))
        .compose(read -> vertx.createHttpServer(read).requestHandler(router).listen())
        .onSuccess(
            server ->
                FileWatch.start(
                    vertx,
                    files.all(),
                    "the web server's certificates",
                    () ->
                        vertx
                            .executeBlocking(() -> files.into(new HttpServerOptions()))
                            .compose(now -> server.updateSSLOptions(now.getSslOptions(), true))
                            .mapEmpty()));
  }
}
