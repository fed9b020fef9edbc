package io.weir.nodes.storage;

import static io.weir.engine.testing.FlowTester.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.event.LogEntry;
import io.weir.engine.event.NodeStatus;
import io.weir.engine.message.ErrorValue;
import io.weir.engine.message.Message;
import io.weir.engine.message.Values;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Status;
import io.weir.engine.runtime.RuntimeOptions;
import io.weir.engine.testing.FlowTester;
import io.weir.engine.testing.NodeTester;
import io.weir.engine.testing.ReceivingNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileInNodeTest {
  private static final int BLOCK = 64 * 1024;

  @TempDir Path folder;
  private Path file;
  private NodeTester node;

  @BeforeEach
  void make() {
    file = folder.resolve("file.txt");
    node =
        NodeTester.of(FileInNode.type(folder, 10))
            .with("filename", "file.txt")
            .with("filenameType", "str")
            .with("format", "utf8")
            .with("sendError", false)
            .with("encoding", "none");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private List<Object> sent(String property) {
    return node.sent(0).stream().map(message -> message.get(property)).toList();
  }

  // ---- as a whole ----

  @Test
  void reads_the_text() throws IOException {
    Files.writeString(file, "été\r\nb\r");
    node.receives(Message.ofPayload("x").with("topic", "t"));

    node.assertSent("été\r\nb\r");
    assertThat(sent("topic")).containsExactly("t");
    assertThat(sent("filename")).containsExactly("file.txt");
  }

  @Test
  void reads_the_bytes_also_if_nothing_is_said() throws IOException {
    Files.write(file, new byte[] {(byte) 0xff, 0});
    node.with("format", "").receives("x").assertSent(Buffer.buffer(new byte[] {(byte) 0xff, 0}));
    node.close();

    try (NodeTester old = NodeTester.of(FileInNode.type(folder, 10))) {
      old.with("filename", "file.txt").receives("x");
      old.assertSent(Buffer.buffer(new byte[] {(byte) 0xff, 0}));
    }
  }

  @Test
  void reads_in_the_encoding_that_is_set() throws IOException {
    Files.write(file, "\ufeffé".getBytes(StandardCharsets.UTF_16BE));
    node.with("encoding", "utf-16be").receives("x").assertSent("é");
  }

  @Test
  void an_unknown_encoding_is_an_error() throws IOException {
    Files.writeString(file, "x");
    node.with("encoding", "klingon").receives("x");

    node.assertFailedWith("Encoding not recognized: 'klingon'").assertSent();
  }

  @ParameterizedTest
  @CsvSource({"utf8,1", "'',1", "lines,1", "stream,0"})
  void an_empty_file(String format, int messages) throws IOException {
    Files.createFile(file);
    node.with("format", format).receives("x");

    assertThat(node.sent(0)).hasSize(messages);
    if (format.equals("lines")) {
      node.assertSent("");
      assertThat(((Map<?, ?>) sent("parts").get(0)).get("count")).isEqualTo(1L);
    } else if (messages > 0) {
      node.assertSent(format.isEmpty() ? Buffer.buffer() : "");
    }
  }

  @Test
  void a_file_that_does_not_fit_into_memory_is_refused() throws IOException {
    // A file without anything in it that is very long.
    try (var sparse = new java.io.RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(FileContent.MOST_BYTES + 1L);
    }
    node.receives("x");

    assertThat(node.error().get("message")).asString().contains("read it by lines or as a stream");
    node.assertSent();
  }

  // ---- by lines ----

  @Test
  void sends_a_message_for_each_line_and_one_for_what_follows_the_last() throws IOException {
    Files.writeString(file, "a\nb\r\n\nc\n");
    node.with("format", "lines").receives(Message.ofPayload("x").with("topic", "t").with("y", 1));

    node.assertSent("a", "b\r", "", "c", "");
    String id = (String) ((Map<?, ?>) sent("parts").get(0)).get("id");
    assertThat(sent("parts").get(1))
        .isEqualTo(json("{'index':1,'ch':'\\n','type':'string','id':'%s'}".formatted(id)));
    assertThat(sent("parts").get(4))
        .isEqualTo(
            json("{'index':4,'ch':'\\n','type':'string','id':'%s','count':5}".formatted(id)));
    assertThat(node.sent(0))
        .allSatisfy(
            message ->
                assertThat(message.properties())
                    .containsOnlyKeys(Message.ID, "topic", "filename", "payload", "parts"));
    assertThat(sent(Message.ID)).doesNotHaveDuplicates().doesNotContain(id);
  }

  @Test
  void sends_all_properties_if_told_to() throws IOException {
    Files.writeString(file, "a\nb");
    Message asked = Message.ofPayload("x").with("y", 1);
    node.with("format", "lines").with("allProps", true).receives(asked);

    node.assertSent("a", "b");
    assertThat(sent("y")).containsExactly(1L, 1L);
    assertThat(sent(Message.ID)).containsExactly(asked.id(), asked.id());
  }

  @Test
  void characters_may_lie_across_blocks() throws IOException {
    String line = "é".repeat(BLOCK) + "😀";
    Files.writeString(file, "a" + line + "\n" + line);
    node.with("format", "lines").receives("x");

    node.assertSent("a" + line, line);
  }

  @Test
  void lines_in_other_encodings() throws IOException {
    Files.write(file, "\ufeffa\né".getBytes(StandardCharsets.UTF_16LE));
    node.with("format", "lines").with("encoding", "ucs2").receives("x");
    node.assertSent("a", "é");
    node.close();

    Files.writeString(file, "a\nb");
    node.with("encoding", "hex").receives("x").assertSent("610a62");
  }

  @Test
  void a_file_comes_as_the_tab_takes_it() throws IOException {
    int lines = 20_000;
    Files.write(file, IntStream.range(0, lines).mapToObj(String::valueOf).toList());
    AtomicInteger arrived = new AtomicInteger();
    NodeType count =
        ReceivingNode.type(
            "count",
            (message, out) -> {
              // Each line that arrives is the next.
              if (message.payload().equals(String.valueOf(arrived.get()))) {
                arrived.incrementAndGet();
              }
              return Node.done();
            });
    try (FlowTester flow =
        FlowTester.start(
            List.of(FileInNode.type(folder, 10), count),
            """
            [{"id":"t","type":"tab"},
             {"id":"node","type":"file in","z":"t","x":1,"y":1,"filename":"file.txt",
              "filenameType":"str","format":"lines","wires":[["count"]]},
             {"id":"count","type":"count","z":"t","x":1,"y":1,"wires":[]}]
            """,
            RuntimeOptions.defaults().withMailbox(50, 1L << 20))) {
      flow.send("node", "x");

      FlowTester.eventually(() -> assertThat(arrived).hasValue(lines));
      // More than wait at once would have been refused.
      assertThat(flow.logged(LogEntry.Level.ERROR)).isEmpty();
    }
  }

  @Test
  void one_file_after_the_other() throws IOException {
    Files.writeString(file, "a\n".repeat(3_000));
    Files.writeString(folder.resolve("other"), "b");
    node.with("format", "lines").with("filename", "topic").with("filenameType", "msg");
    node.receives(Message.ofPayload(1).with("topic", "file.txt"));
    node.receives(Message.ofPayload(1).with("topic", "other"));

    assertThat(node.awaitSent(0, 3_002).get(3_001).payload()).isEqualTo("b");
  }

  // ---- as a stream ----

  @Test
  void sends_blocks_of_which_the_last_says_how_many_there_are() throws IOException {
    byte[] bytes = new byte[2 * BLOCK + 1];
    bytes[2 * BLOCK] = 7;
    Files.write(file, bytes);
    node.with("format", "stream").receives("x");

    List<Message> sent = node.awaitSent(0, 3);
    assertThat(sent)
        .extracting(message -> ((Buffer) message.payload()).length())
        .containsExactly(BLOCK, BLOCK, 1);
    String id = (String) ((Map<?, ?>) sent("parts").get(0)).get("id");
    assertThat(sent("parts"))
        .containsExactly(
            json("{'index':0,'ch':'','type':'buffer','id':'%s'}".formatted(id)),
            json("{'index':1,'ch':'','type':'buffer','id':'%s'}".formatted(id)),
            json("{'index':2,'ch':'','type':'buffer','id':'%s','count':3}".formatted(id)));
  }

  @Test
  void behind_whole_blocks_only_the_end_is_told() throws IOException {
    Files.write(file, new byte[BLOCK]);
    node.with("format", "stream").receives("x");

    Message end = node.awaitSent(0, 2).get(1);
    assertThat(end.properties()).containsOnlyKeys(Message.ID, "parts");
    Map<?, ?> parts = (Map<?, ?>) end.get("parts");
    assertThat(parts.get("index")).isEqualTo(1L);
    assertThat(parts.get("count")).isEqualTo(1L);
    assertThat(parts.get("type")).isEqualTo("buffer");
  }

  // ---- names and errors ----

  @Test
  void line_ends_and_tabs_are_no_part_of_a_name() throws IOException {
    Files.writeString(file, "x");
    node.with("filename", "topic").with("filenameType", "msg");
    node.receives(Message.ofPayload(1).with("topic", "fi\tle.txt\r\n"));

    node.assertSent("x");
    assertThat(sent("filename")).containsExactly("file.txt");
  }

  @Test
  void warns_if_there_is_no_name() {
    node.with("filename", "").with("filenameType", null).receives("x").assertSent();

    node.assertLogged(LogEntry.Level.WARN, "No filename specified");
  }

  @Test
  void a_name_that_can_not_be_found_out_is_an_error() {
    node.with("filename", "a.b").with("filenameType", "msg").receives("x");

    node.assertFailed("TypeError").assertSent();
  }

  @ParameterizedTest
  @CsvSource({"utf8", "lines", "stream", "''"})
  void a_file_that_is_not_there_is_an_error(String format) {
    node.with("format", format).receives("x");

    node.assertFailedWith("Error: ENOENT: no such file or directory, open '%s'".formatted(file));
    node.assertFailed("ENOENT").assertSent();
  }

  @ParameterizedTest
  @CsvSource({"true", "NULL"})
  void older_flows_get_the_error_as_a_message_too(String sendsError) {
    try (NodeTester old = NodeTester.of(FileInNode.type(folder, 10))) {
      old.with("filename", "file.txt").with("filenameType", "str").with("format", "utf8");
      if (sendsError.equals("true")) {
        old.with("sendError", true);
      }
      old.receives(Message.ofPayload("x").with("topic", "t"));

      Message sent = old.awaitSent(0, 1).get(0);
      assertThat(sent.has("payload")).isFalse();
      assertThat(sent.topic()).isEqualTo("t");
      assertThat(sent.get("error")).isInstanceOf(ErrorValue.class);
      assertThat(Values.toText(sent.get("error"))).startsWith("Error: ENOENT");
      old.assertFailed("ENOENT");
    }
  }

  @ParameterizedTest
  @CsvSource({"utf8", "lines", "stream"})
  void a_directory_is_no_file(String format) {
    node.with("filename", ".").with("format", format).receives("x");

    node.assertFailed("EISDIR").assertSent();
  }

  // ---- the end ----

  @Test
  void lets_go_of_the_file_when_it_stops() throws Exception {
    Files.writeString(file, "a\n".repeat(100_000));
    CountDownLatch begun = new CountDownLatch(1);
    NodeType hold =
        ReceivingNode.type(
            "hold",
            (message, out) -> {
              begun.countDown();
              return Node.done();
            });
    String flows =
        """
        [{"id":"t","type":"tab"},
         {"id":"node","type":"file in","z":"t","x":1,"y":1,"filename":"file.txt",
          "filenameType":"str","format":"lines","wires":[["hold"]]},
         {"id":"hold","type":"hold","z":"t","x":1,"y":1,"wires":[]}]
        """;
    try (FlowTester flow =
        FlowTester.start(
            List.of(FileInNode.type(folder, 10), hold),
            flows,
            RuntimeOptions.defaults().withMailbox(10, 1L << 20))) {
      flow.send("node", "x");
      assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

      flow.deploy("[]");

      assertThat(openFiles())
          .noneMatch(open -> open.endsWith("/" + folder.getFileName() + "/file.txt"));
    }
  }

  private static List<String> openFiles() throws IOException {
    Path descriptors = Path.of("/proc/self/fd");
    if (!Files.isDirectory(descriptors)) {
      return List.of();
    }
    try (var all = Files.list(descriptors)) {
      return all.map(FileInNodeTest::target).toList();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  void shows_the_name_of_the_file_if_the_node_itself_has_none() throws IOException {
    Files.writeString(file, "x");
    node.with("filename", "").with("filenameType", "");
    node.receives(Message.ofPayload("x").with("filename", "file.txt"));

    FlowTester.eventually(
        () ->
            assertThat(node.flow().statuses("node"))
                .extracting(NodeStatus::status)
                .contains(Status.of("grey", "dot", "file.txt")));
  }
}
