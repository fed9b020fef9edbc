package io.weir.broker.listener;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The files of a folder, for browsers that want a page before they open a WebSocket.
 *
 * <p>Nothing outside of the folder is shown, by whatever way it is asked for or linked to.
 *
 * @threads any
 */
final class StaticFiles {
  /** Larger files are not for a broker to serve, and are held in memory while they are sent. */
  private static final long MAX_BYTES = 16L * 1024 * 1024;

  private static final String INDEX = "index.html";

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("txt", "text/plain; charset=utf-8"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("gif", "image/gif"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("wasm", "application/wasm"),
          Map.entry("woff2", "font/woff2"));

  private final Vertx vertx;
  private final Path folder;

  StaticFiles(Vertx vertx, Path folder) {
    this.vertx = vertx;
    this.folder = folder;
  }

  /**
   * Answers a request.
   *
   * @param uri as it stands in the request
   * @param withBody whether the file itself is wanted, and not only what there is to say of it
   * @return never fails; completed on the caller's event loop
   */
  Future<FullHttpResponse> answer(String uri, boolean withBody) {
    return vertx
        .executeBlocking(() -> read(uri, withBody), false)
        .otherwise(unreadable -> status(HttpResponseStatus.NOT_FOUND));
  }

  private FullHttpResponse read(String uri, boolean withBody) throws IOException {
    Path root = folder.toRealPath();
    Path file;
    try {
      String path = new URI(uri).getPath();
      if (path == null || !path.startsWith("/")) {
        return status(HttpResponseStatus.BAD_REQUEST);
      }
      file = root.resolve(path.replaceFirst("^/+", "")).toRealPath();
    } catch (URISyntaxException | InvalidPathException e) {
      return status(HttpResponseStatus.BAD_REQUEST);
    }
    if (Files.isDirectory(file)) {
      file = file.resolve(INDEX).toRealPath();
    }
    if (!file.startsWith(root) || !Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
      return status(HttpResponseStatus.NOT_FOUND);
    }
    byte[] content = Files.readAllBytes(file);
    DefaultFullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.OK,
            withBody ? Unpooled.wrappedBuffer(content) : Unpooled.EMPTY_BUFFER);
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, type(file));
    return complete(response, content.length);
  }

  private static String type(Path file) {
    String name = file.getFileName().toString();
    String ending = name.substring(name.lastIndexOf('.') + 1);
    return TYPES.getOrDefault(ending, "application/octet-stream");
  }

  /** An answer without content, after which the connection closes. */
  static FullHttpResponse status(HttpResponseStatus status) {
    return complete(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status), 0);
  }

  private static FullHttpResponse complete(FullHttpResponse response, int length) {
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, length);
    response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    return response;
  }
}
