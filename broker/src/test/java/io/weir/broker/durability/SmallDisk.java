package io.weir.broker.durability;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A file system in memory of a few megabytes, mounted where no other process sees it, as users may
 * do on most Linux systems.
 */
final class SmallDisk implements AutoCloseable {
  private final Process holder;
  private final Path mountPoint;

  private SmallDisk(Process holder, Path mountPoint) {
    this.holder = holder;
    this.mountPoint = mountPoint;
  }

  /** Mounts one; empty where that is not allowed. */
  static Optional<SmallDisk> mount(Path mountPoint, int megabytes) throws Exception {
    Files.createDirectories(mountPoint);
    String mount = "mount -t tmpfs -o size=%dm tmpfs '%s'".formatted(megabytes, mountPoint);
    Process holder;
    try {
      holder =
          new ProcessBuilder("unshare", "-Urm", "sh", "-c", mount + " && echo ready && exec cat")
              .redirectErrorStream(true)
              .start();
    } catch (IOException notHere) {
      System.out.println("no file system can be mounted: " + notHere.getMessage());
      return Optional.empty();
    }
    String answer = holder.inputReader(StandardCharsets.UTF_8).readLine();
    if (!"ready".equals(answer)) {
      System.out.println("no file system can be mounted: " + answer);
      holder.destroyForcibly();
      return Optional.empty();
    }
    return Optional.of(new SmallDisk(holder, mountPoint));
  }

  /** Where it is for those who run {@link #inside}. */
  Path mountPoint() {
    return mountPoint;
  }

  /** What runs a command there. */
  List<String> inside() {
    return List.of("nsenter", "-t", "" + holder.pid(), "-U", "-m", "--preserve-credentials", "--");
  }

  private Path ballast() {
    return Path.of("/proc/" + holder.pid() + "/root" + mountPoint, "ballast");
  }

  /** Takes all room but so many bytes. */
  void fill(long bytesLeft) throws IOException {
    Path ballast = ballast();
    long room = Files.getFileStore(ballast.resolveSibling("")).getUsableSpace() - bytesLeft;
    byte[] block = new byte[4_096];
    try (OutputStream out = Files.newOutputStream(ballast)) {
      for (long written = 0; written < room; written += block.length) {
        out.write(block);
      }
    }
  }

  /** Gives it back. */
  void empty() throws IOException {
    Files.delete(ballast());
  }

  /** It is gone with the process that holds it. */
  @Override
  public void close() {
    holder.destroyForcibly();
    holder.onExit().completeOnTimeout(holder, 10, TimeUnit.SECONDS).join();
  }
}
