package io.weir.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the editor (web-editor/frontend) in a browser against the program. */
class EditorIT {
  @TempDir private Path folder;
  private Path userDir;

  @BeforeEach
  void makeUserDir() throws IOException {
    Playwright.require();
    userDir = Files.createDirectory(folder.resolve("user"));
  }

  @Test
  void the_editor_does_in_a_browser_what_it_promises() throws Exception {
    try (Program program = Program.start(userDir)) {
      Playwright.pass("flows", program);
    }
  }

  @Test
  void the_editor_works_below_a_path() throws Exception {
    Files.writeString(userDir.resolve("weir.yaml"), "web:\n  adminRoot: /admin\n");
    try (Program program = Program.start(userDir)) {
      assertThat(program.output()).contains(program.webPort() + "/admin/");
      Playwright.pass("below-a-path", program, "admin/", Map.of());
    }
  }
}
