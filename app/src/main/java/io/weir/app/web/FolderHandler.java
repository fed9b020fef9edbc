package io.weir.app.web;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import io.weir.app.web.WebConfig.Folder;
import io.weir.app.web.WebConfig.Folder.DotFiles;
import io.weir.editor.http.Json;
import java.util.Arrays;

/**
 * Serves a folder of files; what isn't in it is for whoever comes behind.
 *
 * @threads the web server's context
 */
final class FolderHandler implements Handler<RoutingContext> {
  private final Folder folder;
  private final StaticHandler files;

  FolderHandler(Folder folder) {
    this.folder = folder;
    this.files =
        StaticHandler.create(FileSystemAccess.ROOT, folder.folder().toAbsolutePath().toString())
            .setMaxAgeSeconds(folder.maxAgeSeconds())
            // Files may be changed under a running server: what is known of them is not kept.
            .setFilesReadOnly(false)
            .setCacheEntryTimeout(1)
            .setIncludeHidden(folder.dotFiles() == DotFiles.ALLOW);
    String index = folder.index();
    if (index != null) {
      files.setIndexPage(index);
    }
  }

  @Override
  public void handle(RoutingContext context) {
    HttpMethod method = context.request().method();
    String path = context.normalizedPath();
    boolean isRead = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    if (!isRead || (folder.index() == null && path.endsWith("/"))) {
      context.next();
    } else if (folder.dotFiles() == DotFiles.DENY && isHidden(path)) {
      Json.error(context, 403, "forbidden", "files whose name begins with a dot are not served");
    } else {
      files.handle(context);
    }
  }

  private boolean isHidden(String path) {
    String inside = path.substring(Math.min(folder.root().length(), path.length()));
    return Arrays.stream(inside.split("/", -1)).anyMatch(part -> part.startsWith("."));
  }
}
