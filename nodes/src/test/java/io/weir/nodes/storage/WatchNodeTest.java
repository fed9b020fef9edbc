package io.weir.nodes.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.engine.message.Message;
import io.weir.engine.testing.FlowTester;
import io.weir.engine.testing.NodeTester;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchNodeTest {
  @TempDir Path folder;
  private final NodeTester node = NodeTester.of(WatchNode.TYPE);

  @AfterEach
  void stop() {
    node.close();
  }

  private void watch(Path... paths) {
    node.with(
            "files",
            String.join(" , ", java.util.Arrays.stream(paths).map(Path::toString).toList()))
        .starts();
  }

  private Message awaitEvent(Path path, String event) {
    FlowTester.eventually(() -> assertThat(find(path, event)).isNotNull());
    return find(path, event);
  }

  private Message find(Path path, String event) {
    Message found = null;
    for (Message message : node.flow().received("out0")) {
      if (path.toString().equals(message.payload()) && event.equals(message.get("event"))) {
        found = message;
      }
    }
    return found;
  }

  @Test
  void tells_of_a_file_that_is_written_to() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "x");
    Files.writeString(folder.resolve("b.txt"), "x");
    watch(file);

    Files.writeString(folder.resolve("b.txt"), "y");
    Files.writeString(file, "yz", StandardOpenOption.APPEND);

    FlowTester.eventually(() -> assertThat(awaitEvent(file, "update").get("size")).isEqualTo(3L));
    Message message = awaitEvent(file, "update");
    assertThat(message.properties())
        .containsOnlyKeys(
            Message.ID, "payload", "topic", "file", "filename", "event", "type", "size")
        .containsEntry("topic", file.toString())
        .containsEntry("filename", file.toString())
        .containsEntry("file", "a.txt")
        .containsEntry("type", "file");
    assertThat(find(folder.resolve("b.txt"), "update")).isNull();
  }

  @Test
  void tells_of_other_permissions_and_of_the_end_of_a_file() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "x");
    watch(file);

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    awaitEvent(file, "update");
    Files.delete(file);

    Message removal = awaitEvent(file, "remove");
    assertThat(removal.get("type")).isEqualTo("none");
    assertThat(removal.has("size")).isFalse();
  }

  @Test
  void tells_of_what_is_in_a_directory_but_not_further_down() throws IOException {
    Path inside = Files.createDirectory(folder.resolve("inside"));
    watch(folder);

    Files.writeString(inside.resolve("deep.txt"), "x");
    Path file = Files.writeString(folder.resolve("new.txt"), "x");

    assertThat(awaitEvent(file, "update").topic()).isEqualTo(folder.toString());
    assertThat(find(inside.resolve("deep.txt"), "update")).isNull();
  }

  @Test
  void recursive_tells_of_directories_within_also_of_new_ones() throws IOException {
    Path inside = Files.createDirectory(folder.resolve("inside"));
    node.with("recursive", true);
    watch(folder);

    Files.writeString(inside.resolve("deep.txt"), "x");
    awaitEvent(inside.resolve("deep.txt"), "update");

    Path made = Files.createDirectories(folder.resolve("new/newer"));
    Files.writeString(made.resolve("file.txt"), "x");
    awaitEvent(made.resolve("file.txt"), "update");
    assertThat(awaitEvent(folder.resolve("new"), "update").get("type")).isEqualTo("directory");

    // By now it is watched.
    Files.writeString(made.resolve("later.txt"), "x");
    awaitEvent(made.resolve("later.txt"), "update");
  }

  @Test
  void the_topic_of_several_is_their_list() throws IOException {
    Path a = Files.writeString(folder.resolve("a"), "x");
    Path b = Files.createDirectory(folder.resolve("b"));
    watch(a, b);

    Files.writeString(b.resolve("c"), "x");

    assertThat(awaitEvent(b.resolve("c"), "update").topic())
        .isEqualTo("[\"%s\",\"%s\"]".formatted(a, b));
    Files.writeString(a, "y");
    awaitEvent(a, "update");
  }

  @Test
  void a_path_is_told_as_it_is_written() throws IOException {
    Path here = Files.createTempDirectory(Path.of("target"), "watch");
    try {
      watch(here);
      Path file = Files.writeString(here.resolve("x"), "x");

      assertThat(awaitEvent(file, "update").get("filename")).isEqualTo(file.toString());
      Files.delete(file);
      awaitEvent(file, "remove");
    } finally {
      Files.delete(here);
    }
    // The watched directory itself.
    awaitEvent(here, "remove");
  }

  @Test
  void says_what_it_is_that_has_changed() throws IOException {
    watch(folder);
    Path path = folder.resolve("s");
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(path));

      assertThat(awaitEvent(path, "update").get("type")).isEqualTo("socket");
    }
    assertThat(FileChange.of(Path.of("/dev/null"), false).type()).isEqualTo("characterdevice");
    assertThat(FileChange.of(folder, false).size()).isEqualTo(-1);
  }

  @Test
  void what_is_not_there_can_not_be_watched() {
    watch(folder.resolve("nope"));

    assertThat(node.error().get("message"))
        .asString()
        .startsWith("Error: ENOENT: no such file or directory, watch '");
    assertThat(node.flow().received("errors").get(0).payload()).isEqualTo("");
    assertThat(threads()).isZero();
  }

  @Test
  void its_thread_ends_with_it() throws IOException {
    watch(folder);
    Files.writeString(folder.resolve("x"), "x");
    awaitEvent(folder.resolve("x"), "update");
    assertThat(threads()).isPositive();

    node.flow().deploy("[]");

    FlowTester.eventually(() -> assertThat(threads()).isZero());
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("weir-watch-"))
        .count();
  }
}
