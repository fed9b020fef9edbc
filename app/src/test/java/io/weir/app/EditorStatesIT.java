package io.weir.app;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Runs the editor in a browser before a stand-in for the engine, which gets it into states that a
 * running one rarely does: refused deploys, a lost connection, somebody else's deploys; and what is
 * edited without needing an engine at all.
 */
class EditorStatesIT {
  @Test
  void the_editor_comes_through_whatever_an_engine_does() throws Exception {
    Playwright.require();
    Path built = Path.of("../web-editor/target/classes/io/weir/editor/web").toAbsolutePath();

    Playwright.pass(
        "stand-in",
        Map.of("WEIR_BUILT_EDITOR", built.toString()),
        "--config",
        "playwright.fake.config.ts",
        "states.spec.ts",
        "groups.spec.ts",
        "subflows.spec.ts",
        "exchange.spec.ts");
  }
}
