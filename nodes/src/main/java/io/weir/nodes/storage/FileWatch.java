package io.weir.nodes.storage;

import io.weir.engine.message.ErrorValue;
import io.weir.engine.node.NodeContext;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Watches files and directories on a thread of its own, as the JDK's service has it.
 *
 * @threads started and closed on the node's
 */
final class FileWatch {
  /** Changes on their way to the tab; while it is behind, more wait in the service. */
  private static final int MOST_UNDERWAY = 1_000;

  /**
   * A directory that is watched.
   *
   * @param path the directory as the node's configuration has it, and what follows from that
   * @param watched as the change of a file is told; by its name, for files watched by themselves
   * @param isWhole whether everything in it counts
   * @param isRoot whether it is named by the configuration, rather than found within another
   */
  private record Folder(Path path, Map<Path, Path> watched, boolean isWhole, boolean isRoot) {}

  private final NodeContext context;
  private final boolean isRecursive;
  private final Consumer<FileChange> onChange;
  private final Consumer<ErrorValue> onError;
  private final WatchService service;
  private final Semaphore underway = new Semaphore(MOST_UNDERWAY);
  private final Map<WatchKey, Folder> folders = new HashMap<>();
  private final Thread thread;

  private FileWatch(
      NodeContext context,
      boolean isRecursive,
      Consumer<FileChange> onChange,
      Consumer<ErrorValue> onError)
      throws IOException {
    this.context = context;
    this.isRecursive = isRecursive;
    this.onChange = onChange;
    this.onError = onError;
    service = FileSystems.getDefault().newWatchService();
    thread = new Thread(this::run, "weir-watch-" + context.id());
    thread.setDaemon(true);
  }

  /**
   * Starts to watch.
   *
   * @param files files and directories, which have to be there
   * @param isRecursive whether directories within count as well
   * @param onChange told of every change, on the node's context
   * @param onError told what prevents it from being told of more, on the node's context
   */
  static FileWatch start(
      NodeContext context,
      List<String> files,
      boolean isRecursive,
      Consumer<FileChange> onChange,
      Consumer<ErrorValue> onError)
      throws IOException {
    FileWatch watch = new FileWatch(context, isRecursive, onChange, onError);
    try {
      for (String file : files) {
        watch.add(Path.of(file));
      }
    } catch (IOException | RuntimeException e) {
      watch.service.close();
      throw e;
    }
    watch.thread.start();
    return watch;
  }

  private void add(Path path) throws IOException {
    if (Files.readAttributes(path, BasicFileAttributes.class).isDirectory()) {
      addAll(path, true);
      return;
    }
    // Only directories can be watched, so it is those around files.
    Path absolute = path.toAbsolutePath();
    Path around = absolute.getParent();
    Path name = absolute.getFileName();
    if (around != null && name != null) {
      register(around, Map.of(name, path), false, true);
    }
  }

  private void addAll(Path directory, boolean isRoot) throws IOException {
    register(directory, Map.of(), true, isRoot);
    if (!isRecursive) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path inside, BasicFileAttributes found)
              throws IOException {
            if (!inside.equals(directory)) {
              register(inside, Map.of(), true, false);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException why) {
            // It went while we looked, or isn't ours to look into.
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void register(Path directory, Map<Path, Path> files, boolean isWhole, boolean isRoot)
      throws IOException {
    WatchKey key =
        directory.register(
            service,
            StandardWatchEventKinds.ENTRY_CREATE,
            StandardWatchEventKinds.ENTRY_MODIFY,
            StandardWatchEventKinds.ENTRY_DELETE);
    // The service has one key for a directory, however often it is watched.
    folders.merge(
        key,
        new Folder(directory, files, isWhole, isRoot),
        (before, now) -> {
          Map<Path, Path> all = new HashMap<>(before.watched);
          all.putAll(now.watched);
          Folder whole = before.isWhole ? before : now;
          return new Folder(whole.path, all, whole.isWhole, before.isRoot || now.isRoot);
        });
  }

  // ---- the thread ----

  private void run() {
    try {
      while (true) {
        WatchKey key = service.take();
        Folder folder = folders.get(key);
        for (WatchEvent<?> event : key.pollEvents()) {
          if (folder != null) {
            changed(folder, event);
          }
        }
        if (!key.reset() && folder != null) {
          folders.remove(key);
          if (folder.isRoot && folder.isWhole) {
            tell(() -> onChange.accept(FileChange.of(folder.path, true)));
          }
        }
      }
    } catch (ClosedWatchServiceException | InterruptedException e) {
      // The node has stopped.
    } catch (RuntimeException e) {
      // Nobody else would say that nothing is watched any more.
      context.execute(() -> onError.accept(error("EIO", "stopped watching: " + e)));
    }
  }

  private void changed(Folder folder, WatchEvent<?> event) throws InterruptedException {
    if (!(event.context() instanceof Path name)) {
      failed("ENOSPC", "changes came faster than they could be told, and some were lost");
      return;
    }
    Path file = folder.watched.get(name);
    Path told = file != null ? file : folder.isWhole ? folder.path.resolve(name) : null;
    if (told == null) {
      return;
    }
    boolean isRemoval = event.kind() == StandardWatchEventKinds.ENTRY_DELETE;
    FileChange change = FileChange.of(told, isRemoval);
    tell(() -> onChange.accept(change));
    if (isRecursive && folder.isWhole && event.kind() == StandardWatchEventKinds.ENTRY_CREATE) {
      watchNew(told);
    }
  }

  private void watchNew(Path made) throws InterruptedException {
    if (!Files.isDirectory(made, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      addAll(made, false);
      // What was made in it before it was watched.
      try (var inside = Files.walk(made)) {
        for (Path path : (Iterable<Path>) inside::iterator) {
          if (!path.equals(made)) {
            FileChange change = FileChange.of(path, false);
            tell(() -> onChange.accept(change));
          }
        }
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      if (Files.exists(made)) {
        failed("EIO", "can't watch " + made + ": " + e.getMessage());
      }
    }
  }

  private void failed(String code, String text) throws InterruptedException {
    tell(() -> onError.accept(error(code, text)));
  }

  private static ErrorValue error(String code, String text) {
    return new ErrorValue("Error", code + ": " + text, code, null, null);
  }

  private void tell(Runnable action) throws InterruptedException {
    underway.acquire();
    context.execute(
        () -> {
          // While the tab is behind, those that follow wait.
          context.whenRelieved(underway::release);
          action.run();
        });
  }

  /** Ends the thread and lets go of the directories. */
  void close() {
    thread.interrupt();
    try {
      service.close();
    } catch (IOException e) {
      // There is nothing left to be told.
    }
  }
}
