package io.weir.app.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up changed certificates: whatever renews them need not know who uses them. Files that can't
 * be used are named in the log and left until they change again.
 *
 * @threads the context that it is started on; looks at the files on a worker
 */
public final class FileWatch {
  private static final Logger log = LoggerFactory.getLogger(FileWatch.class);

  /** Looking is cheap, and a certificate is renewed weeks before it ends. */
  private static final long PERIOD_MILLIS = 5_000;

  private final Vertx vertx;
  private final List<Path> files;
  private final String what;
  private final Supplier<Future<Void>> takeUp;
  private volatile List<String> seen;

  private FileWatch(Vertx vertx, List<Path> files, String what, Supplier<Future<Void>> takeUp) {
    this.vertx = vertx;
    this.files = List.copyOf(files);
    this.what = what;
    this.takeUp = takeUp;
    this.seen = stamps(this.files);
  }

  /**
   * Begins to watch files, as they are now.
   *
   * @param what they are, for the log
   * @param takeUp reads them again; what fails leaves things as they were
   */
  public static void start(
      Vertx vertx, List<Path> files, String what, Supplier<Future<Void>> takeUp) {
    FileWatch watch = new FileWatch(vertx, files, what, takeUp);
    vertx.setPeriodic(PERIOD_MILLIS, timer -> watch.look());
  }

  private void look() {
    vertx
        .executeBlocking(() -> stamps(files))
        .onSuccess(
            now -> {
              if (!now.equals(seen)) {
                seen = now;
                takeUp();
              }
            });
  }

  private void takeUp() {
    takeUp
        .get()
        .onSuccess(done -> log.info("{} were read again", what))
        .onFailure(why -> log.error("{} stay as they were: {}", what, why.getMessage()));
  }

  /** What changes with the files. */
  private static List<String> stamps(List<Path> files) {
    List<String> stamps = new ArrayList<>();
    for (Path file : files) {
      try {
        stamps.add(Files.getLastModifiedTime(file) + " " + Files.size(file));
      } catch (IOException e) {
        stamps.add("missing");
      }
    }
    return stamps;
  }
}
