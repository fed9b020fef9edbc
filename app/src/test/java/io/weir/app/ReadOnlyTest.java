package io.weir.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.weir.app.commands.RunCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A Weir that may not write into its user directory. */
class ReadOnlyTest {
  private static final String[] JSON = {"Content-Type", "application/json"};
  private static final String READ_ONLY =
      """
      readOnly: true
      contextStorage:
        default: file
        file: { module: localfilesystem, config: { flushInterval: 0 } }
      """;

  private static final String FLOWS =
      """
      [{"id":"t","type":"tab","label":"Kept"},
       {"id":"b","type":"mqtt-broker","name":"","broker":"nowhere.invalid","port":"1"}]""";

  @TempDir private Path folder;

  @BeforeEach
  void useOnce() throws Exception {
    // As a Weir that may write leaves it: with credentials, a library and variables.
    String writable = READ_ONLY.replace("readOnly: true\n", "");
    Files.writeString(folder.resolve("flows.json"), FLOWS);
    Files.createDirectories(folder.resolve("context/global"));
    Files.writeString(folder.resolve("context/global/global.json"), "{\"n\":41}");
    try (RunningWeir weir = RunningWeir.start(folder, writable)) {
      deploy(weir, FLOWS.replace("\"port\"", "\"credentials\":{\"user\":\"ann\"},\"port\""));
      weir.ask("POST", "/library/local/flows/kept.json", "[]", JSON);
    }
    Files.writeString(folder.resolve("weir.yaml"), READ_ONLY);
  }

  private static void deploy(RunningWeir weir, String flows) {
    assertThat(weir.ask("POST", "/flows", flows, JSON).statusCode()).isEqualTo(204);
  }

  private Map<String, FileTime> files() throws IOException {
    Map<String, FileTime> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.toList()) {
        files.put(folder.relativize(file).toString(), Files.getLastModifiedTime(file));
      }
    }
    return files;
  }

  @Test
  void does_everything_and_writes_nothing() throws Exception {
    Map<String, FileTime> before = files();

    try (RunningWeir weir = RunningWeir.start(folder, READ_ONLY)) {
      assertThat(weir.get("/flows").body()).contains("Kept");
      assertThat(weir.get("/credentials/mqtt-broker/b").body()).contains("ann");
      assertThat(weir.get("/library/local/flows/").body()).contains("kept.json");
      assertThat(weir.get("/context/global/n").body()).contains("41");
      deploy(
          weir,
          """
          [{"id":"t","type":"tab","label":"Passing"},
           {"id":"i","type":"inject","z":"t","props":[{"p":"payload"}],"payload":"42",
            "payloadType":"num","once":true,"x":1,"y":1,"wires":[["c"]]},
           {"id":"c","type":"change","z":"t","x":1,"y":1,"wires":[[]],
            "rules":[{"t":"set","p":"n","pt":"global","to":"payload","tot":"msg"}]}]""");
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(weir.get("/context/global/n").body()).contains("42"));
      weir.ask("POST", "/library/local/flows/passing.json", "[]", JSON);
      assertThat(weir.get("/library/local/flows/").body()).contains("passing.json");
      assertThat(weir.get("/weir/deploys").body()).contains("\"rev\"");
      weir.ask("POST", "/flows", "", "Node-RED-Deployment-Type", "reload");
      assertThat(weir.get("/flows").body()).as("read again").contains("Passing");
    }

    // RunningWeir has written weir.yaml, with the same content.
    Map<String, FileTime> after = files();
    before.put("weir.yaml", after.get("weir.yaml"));
    assertThat(after).isEqualTo(before);
    try (RunningWeir weir = RunningWeir.start(folder, READ_ONLY)) {
      assertThat(weir.get("/flows").body()).contains("Kept").doesNotContain("Passing");
    }
  }

  private static List<Path> copies() throws IOException {
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return all.filter(each -> Files.exists(each.resolve("flows/flows.json"))).toList();
    }
  }

  @Test
  void leaves_no_copy_behind() throws Exception {
    List<Path> before = copies();
    List<Path> made;
    try (RunningWeir weir = RunningWeir.start(folder, READ_ONLY)) {
      assertThat(weir.get("/flows").statusCode()).isEqualTo(200);
      made = new ArrayList<>(copies());
      made.removeAll(before);
      assertThat(made).hasSize(1);
      assertThat(Files.getPosixFilePermissions(made.get(0)))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    assertThat(made.get(0)).doesNotExist();
  }

  @Test
  void asks_nobody_for_a_password_that_it_could_not_keep() {
    RunCommand.Options options = new RunCommand.Options();
    new CommandLine(options)
        .parseArgs("-u", folder.toString(), "--host", "0.0.0.0", "-p", "0", "--mqtt-port", "0");

    assertThatThrownBy(() -> RunCommand.run(options, new PrintWriter(new StringWriter())))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("readOnly leaves no place for an answer");
  }
}
