package io.weir.nodes.storage;

import static io.weir.engine.testing.FlowTester.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.event.LogEntry;
import io.weir.engine.event.NodeStatus;
import io.weir.engine.message.Message;
import io.weir.engine.message.Values;
import io.weir.engine.node.Status;
import io.weir.engine.testing.FlowTester;
import io.weir.engine.testing.NodeTester;
import io.weir.nodes.expression.JsonataExpressions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNodeTest {
  @TempDir Path folder;
  private NodeTester node;

  @BeforeEach
  void make() {
    node =
        NodeTester.of(FileNode.type(folder))
            .expressions(new JsonataExpressions())
            .with("filename", "file.txt")
            .with("filenameType", "str")
            .with("overwriteFile", "false")
            .with("appendNewline", true)
            .with("createDir", false)
            .with("encoding", "none");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private String content(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  private static Message part(int index, Integer count, String type, Object payload) {
    Map<String, Object> parts =
        count == null
            ? Map.of("id", "s", "type", type, "index", index)
            : Map.of("id", "s", "type", type, "index", index, "count", count);
    return Message.ofPayload(payload).with("parts", parts);
  }

  // ---- what is written ----

  @Test
  void appends_each_payload_as_text_with_a_newline() throws IOException {
    node.receives("test2", true, 999, json("[2]"), json("{'a':null}"), null);

    node.assertSent("test2", true, 999, List.of(2), json("{'a':null}"), null);
    assertThat(content("file.txt")).isEqualTo("test2\ntrue\n999\n[2]\n{\"a\":null}\nnull\n");
  }

  @Test
  void overwrites_and_sends_the_message_with_the_name() throws IOException {
    node.with("overwriteFile", "true").with("filename", "topic").with("filenameType", "msg");
    node.receives(Message.ofPayload("a longer text").with("topic", "other.txt"));
    node.receives(Message.ofPayload("fine").with("topic", "other.txt"));

    Message sent = node.awaitSent(0, 2).get(1);
    assertThat(sent.payload()).isEqualTo("fine");
    assertThat(sent.get("filename")).isEqualTo("other.txt");
    assertThat(content("other.txt")).isEqualTo("fine\n");
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void older_flows_say_true_or_false(boolean overwrites) throws IOException {
    node.with("overwriteFile", overwrites).receives("a", "b").assertSent("a", "b");

    assertThat(content("file.txt")).isEqualTo(overwrites ? "b\n" : "a\nb\n");
  }

  @Test
  void the_last_piece_of_a_text_gets_no_newline() throws IOException {
    for (int i = 0; i < 4; i++) {
      node.receives(part(i, i == 3 ? 4 : null, "string", "Line" + (i + 1)));
    }
    node.assertSent("Line1", "Line2", "Line3", "Line4");
    assertThat(content("file.txt")).isEqualTo("Line1\nLine2\nLine3\nLine4");

    node.receives(part(0, 1, "array", "x"));
    node.awaitSent(0, 5);
    assertThat(content("file.txt")).endsWith("Line4x\n");
  }

  @Test
  void a_buffer_is_written_as_it_is() throws IOException {
    node.receives(Buffer.buffer(new byte[] {(byte) 0xff, 0, 10})).awaitSent(0, 1);

    assertThat(Files.readAllBytes(folder.resolve("file.txt"))).containsExactly(0xff, 0, 10);
  }

  @Test
  void without_a_newline_if_it_is_switched_off() throws IOException {
    node.with("appendNewline", false).receives("a", "b").awaitSent(0, 2);

    assertThat(content("file.txt")).isEqualTo("ab");
  }

  @Test
  void nothing_is_done_without_a_payload() {
    node.receives(Message.create().with("topic", "x")).assertSent();

    assertThat(folder.resolve("file.txt")).doesNotExist();
  }

  @Test
  void in_the_encoding_that_is_set_or_that_the_message_names() throws IOException {
    node.with("encoding", "setbymsg").with("appendNewline", false);
    node.receives(Message.ofPayload("é").with("encoding", "ISO-8859-1"));
    node.receives(Message.ofPayload("6869").with("encoding", "hex"));
    node.receives("é").awaitSent(0, 3);

    assertThat(Files.readAllBytes(folder.resolve("file.txt")))
        .containsExactly(0xe9, 'h', 'i', 0xc3, 0xa9);

    node.receives(Message.ofPayload("x").with("encoding", "klingon"));
    node.assertFailedWith("Encoding not recognized: 'klingon'");
  }

  @Test
  void what_contains_itself_can_not_be_written() {
    Object[] items = new Object[1];
    List<Object> circle = Values.arrayOf(items);
    items[0] = circle;
    node.receives(Message.ofPayload(circle));

    node.assertFailed("TypeError").assertSent();
  }

  // ---- which file ----

  @Test
  void the_name_may_come_from_an_expression() throws IOException {
    node.with("filename", "'sub-' & topic").with("filenameType", "jsonata");
    node.receives(Message.ofPayload("x").with("topic", "t.txt")).awaitSent(0, 1);

    assertThat(content("sub-t.txt")).isEqualTo("x\n");
  }

  @Test
  void the_name_may_come_from_the_environment() throws IOException {
    node.with("filename", "NR_NODE_ID").with("filenameType", "env").receives("x").awaitSent(0, 1);

    assertThat(content("node")).isEqualTo("x\n");
  }

  @Test
  void a_number_is_a_name_too() throws IOException {
    node.with("filename", "topic").with("filenameType", "msg");
    node.receives(Message.ofPayload("x").with("topic", 123));

    assertThat(node.awaitSent(0, 1).get(0).get("filename")).isEqualTo("123");
    assertThat(content("123")).isEqualTo("x\n");
  }

  @Test
  void flows_from_before_there_were_types_have_a_path_or_take_the_message_s() throws IOException {
    node.with("filenameType", null).receives("x").awaitSent(0, 1);
    assertThat(content("file.txt")).isEqualTo("x\n");
    node.close();

    node.with("filename", "").receives(Message.ofPayload("y").with("filename", "own.txt"));
    node.awaitSent(0, 1);
    assertThat(content("own.txt")).isEqualTo("y\n");
  }

  @Test
  void relative_names_start_from_where_the_program_was_started_if_no_folder_is_set()
      throws IOException {
    Path here = Files.createTempFile(Path.of("target"), "file", ".txt");
    try (NodeTester other = NodeTester.of(FileNode.type(null))) {
      other.with("filename", here.toString()).with("filenameType", "str").receives("x");
      other.awaitSent(0, 1);

      assertThat(here).hasContent("x\n");
    } finally {
      Files.delete(here);
    }
  }

  @Test
  void warns_if_there_is_no_name() {
    node.with("filename", "topic").with("filenameType", "msg").receives("x").assertSent();

    node.assertLogged(LogEntry.Level.WARN, "No filename specified");
  }

  @Test
  void a_name_that_can_not_be_found_out_is_an_error_and_the_message_is_dealt_with() {
    try (FlowTester flow =
        FlowTester.start(
            List.of(FileNode.type(folder), io.weir.nodes.common.CompleteNode.TYPE),
            """
            [{"id":"t","type":"tab"},
             {"id":"node","type":"file","z":"t","x":1,"y":1,"filename":"a.b","filenameType":"msg",
              "overwriteFile":"false","wires":[["out"]]},
             {"id":"done","type":"complete","z":"t","x":1,"y":1,"scope":["node"],"wires":[["end"]]},
             {"id":"end","type":"test-collector","z":"t","x":1,"y":1,"wires":[]},
             {"id":"errors","type":"test-catcher","z":"t","x":1,"y":1,"wires":[]}]
            """)) {
      flow.send("node", "x");

      assertThat(flow.awaitMessages("end", 1)).hasSize(1);
      assertThat(flow.awaitMessages("errors", 1)).hasSize(1);
    }
  }

  // ---- files that stay open ----

  @Test
  void a_file_that_was_deleted_or_replaced_is_made_anew() throws IOException {
    node.receives("a").awaitSent(0, 1);
    Files.delete(folder.resolve("file.txt"));
    node.receives("b").awaitSent(0, 2);
    assertThat(content("file.txt")).isEqualTo("b\n");

    Files.move(folder.resolve("file.txt"), folder.resolve("old.txt"));
    Files.writeString(folder.resolve("file.txt"), "new ");
    node.receives("c").awaitSent(0, 3);
    assertThat(content("file.txt")).isEqualTo("new c\n");
    assertThat(content("old.txt")).isEqualTo("b\n");
  }

  @Test
  void files_of_different_messages_are_each_complete_also_when_the_node_stops() throws IOException {
    node.with("filename", "filename").with("filenameType", "msg").with("overwriteFile", "true");
    String large = "x".repeat(1_000_000);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      names.add(i + ".txt");
      node.flow()
          .runtime()
          .nodes()
          .deliver("node", Message.ofPayload(large + i).with("filename", i + ".txt"));
    }
    node.close();

    for (int i = 0; i < 5; i++) {
      assertThat(content(names.get(i))).isEqualTo(large + i + "\n");
    }
  }

  @Test
  void outputs_come_in_the_order_of_the_messages() {
    node.with("filename", "filename").with("filenameType", "msg");
    for (int i = 0; i < 5; i++) {
      node.receives(Message.ofPayload("x".repeat((5 - i) * 100_000)).with("filename", i + ".txt"));
    }

    assertThat(node.awaitSent(0, 5))
        .extracting(message -> message.get("filename"))
        .containsExactly("0.txt", "1.txt", "2.txt", "3.txt", "4.txt");
  }

  // ---- directories, deleting, errors ----

  @Test
  void makes_directories_if_it_is_told_to() throws IOException {
    node.with("filename", "a/b/file.txt").with("createDir", true).receives("x").awaitSent(0, 1);

    assertThat(content("a/b/file.txt")).isEqualTo("x\n");
  }

  @ParameterizedTest
  @CsvSource({"false,append to", "true,write to"})
  void a_missing_directory_is_an_error(String action, String verb) {
    node.with("filename", "a/file.txt").with("overwriteFile", action).receives("x");

    node.assertFailedWith(
        "failed to %s file: Error: ENOENT: no such file or directory, open '%s'"
            .formatted(verb, folder.resolve("a/file.txt")));
    node.assertFailed("ENOENT").assertSent();
  }

  @Test
  void a_directory_that_can_not_be_made_is_an_error() throws IOException {
    Files.writeString(folder.resolve("a"), "a file");
    node.with("filename", "a/b/file.txt").with("createDir", true).receives("x");

    assertThat(node.error().get("message"))
        .asString()
        .startsWith("failed to create file: Error: ")
        .contains("mkdir '" + folder.resolve("a/b") + "'");
    node.assertSent();
  }

  @Test
  void a_directory_is_no_file() {
    node.with("filename", ".").receives("x");

    assertThat(node.error().get("message"))
        .asString()
        .startsWith("failed to append to file: Error: EISDIR: illegal operation on a directory");
  }

  @Test
  void a_name_that_no_file_can_have_is_an_error() {
    node.with("filename", "a\u0000b").receives("x");

    node.assertFailed("ERR_INVALID_ARG_VALUE").assertSent();
  }

  @Test
  void deletes() throws IOException {
    Files.writeString(folder.resolve("file.txt"), "x");
    node.with("overwriteFile", "delete").receives(Message.create().with("topic", "t"));

    assertThat(node.awaitSent(0, 1).get(0).get("filename")).isEqualTo("file.txt");
    assertThat(folder.resolve("file.txt")).doesNotExist();

    node.receives("again");
    node.assertFailedWith(
        "failed to delete file: Error: ENOENT: no such file or directory, unlink '%s'"
            .formatted(folder.resolve("file.txt")));
    assertThat(node.sent(0)).hasSize(1);
  }

  // ---- status ----

  @Test
  void shows_the_name_of_the_file_if_the_node_itself_has_none() {
    node.with("filename", "").with("filenameType", null);
    node.receives(Message.ofPayload("x").with("filename", "own.txt"));

    FlowTester.eventually(
        () ->
            assertThat(node.flow().statuses("node"))
                .extracting(NodeStatus::status)
                .contains(Status.of("grey", "dot", "own.txt")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"str", "env", "msg"})
  void shows_nothing_otherwise(String type) {
    // The status of the other comes as late as its own would.
    try (FlowTester flow =
        FlowTester.start(
            List.of(FileNode.type(folder)),
            """
            [{"id":"t","type":"tab"},
             {"id":"node","type":"file","z":"t","x":1,"y":1,"filename":"NR_NODE_ID",
              "filenameType":"%s","overwriteFile":"false","wires":[]},
             {"id":"open","type":"file","z":"t","x":1,"y":1,"filename":"",
              "overwriteFile":"false","wires":[]}]
            """
                .formatted(type))) {
      flow.send("node", Message.ofPayload("x").with("NR_NODE_ID", "file"));
      flow.send("open", Message.ofPayload("x").with("filename", "own.txt"));

      FlowTester.eventually(() -> assertThat(flow.statuses("open")).hasSize(1));
      assertThat(flow.statuses("node")).isEmpty();
    }
  }
}
