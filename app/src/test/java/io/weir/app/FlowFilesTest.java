package io.weir.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.engine.flow.FlowReader;
import io.weir.engine.message.MessageJson;
import io.weir.engine.store.FileFlowStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every flow file that comes with the program. */
class FlowFilesTest {
  @TempDir private Path folder;

  static Stream<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("../flows/examples"))) {
      return files.filter(file -> file.toString().endsWith(".json")).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void reading_and_writing_gives_the_same_text(Path file) throws IOException {
    String text = Files.readString(file);

    assertThat(MessageJson.text(FlowReader.read(text).raw(), 4)).isEqualTo(text.strip());
  }

  @ParameterizedTest
  @MethodSource("files")
  void loading_and_saving_keeps_every_byte(Path file) throws IOException {
    Path copy = Files.copy(file, folder.resolve("flows.json"));
    FileFlowStore store = new FileFlowStore(copy);

    store.save(store.load().document());

    assertThat(copy).hasSameBinaryContentAs(file);
  }

  @ParameterizedTest
  @MethodSource("files")
  void there_is_nothing_wrong_with_it(Path file) {
    assertThat(FlowFileCheck.check(file).lines()).containsExactly(file + ": no problems");
  }
}
