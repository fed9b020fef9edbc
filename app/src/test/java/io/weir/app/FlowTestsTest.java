package io.weir.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code weir flows test} on a user directory. */
class FlowTestsTest {
  private static final String FLOWS =
      """
      [{"id":"t","type":"tab","label":"Kitchen"},
       {"id":"in","type":"mqtt in","z":"t","x":1,"y":1,"topic":"temp","broker":"b","wires":[["f"]]},
       {"id":"f","type":"function","z":"t","x":1,"y":1,"name":"Double",
        "func":"msg.payload = msg.payload * 2; return msg;","outputs":1,"wires":[["out"]]},
       {"id":"out","type":"mqtt out","z":"t","x":1,"y":1,"topic":"twice","broker":"b","wires":[]},
       {"id":"b","type":"mqtt-broker","broker":"no.such.host","port":"1883"}]
      """;

  private static final String TESTS =
      """
      {"tests":[
        {"id":"1","name":"Doubles","flow":"t",
         "inputs":[{"from":"in","port":0,"message":{"topic":"temp","payload":3}}],
         "outputs":{"f":{"0":[{"topic":"temp","payload":6}]}}},
        {"id":"2","name":"Elsewhere","flow":"gone","inputs":[],"outputs":{}}]}
      """;

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("house.json"), FLOWS);
    Files.writeString(folder.resolve("weir.yaml"), "flows: { file: house.json }\n");
    Files.writeString(folder.resolve("tests.json"), TESTS);
  }

  private int test(String... arguments) {
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(
        Stream.concat(Stream.of("flows", "test", "-u", folder.toString()), Stream.of(arguments))
            .toArray(String[]::new));
  }

  @Test
  void tests_that_pass_are_listed() throws IOException {
    assertThat(test("-n", "Doubles")).as(err.toString()).isZero();

    assertThat(out.toString().lines())
        .containsExactly("ok             Doubles", "1 test: 1 ok, 0 failed, 0 could not run");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).as("nothing is written").hasSize(3);
    }
  }

  @Test
  void one_that_fails_shows_what_is_different() throws IOException {
    Path edited = folder.resolve("edited.json");
    Files.writeString(edited, FLOWS.replace("* 2", "* 3"));

    assertThat(test(edited.toString())).isEqualTo(1);

    assertThat(out.toString().lines())
        .containsExactly(
            "FAILED         Doubles",
            "  function Double (f), output 1, message 1, payload: expected 6 but was 9",
            "could not run  Elsewhere",
            "  flow gone is not there",
            "2 tests: 0 ok, 1 failed, 1 could not run");
  }

  @Test
  void a_name_that_no_test_has_is_wrong_usage() throws IOException {
    assertThat(test("-n", "Triples")).isEqualTo(2);
    assertThat(err.toString()).contains("there is no test \"Triples\"");
    Files.delete(folder.resolve("tests.json"));
    assertThat(test()).isEqualTo(2);
    assertThat(err.toString()).contains("there are no tests in");
  }

  @Test
  void files_that_can_not_be_read_are_named() throws IOException {
    assertThat(test(folder.resolve("none.json").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("none.json: there is no such flow file");
    Files.writeString(folder.resolve("tests.json"), "{");
    assertThat(test()).isEqualTo(1);
    assertThat(err.toString()).contains("tests.json could not be read");
  }
}
