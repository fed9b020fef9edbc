package io.weir.nodes.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Programs of others that some tests need. */
final class Programs {
  private Programs() {}

  /** Skips the test where a program is missing, and says so; in CI it must be there. */
  static void assumeInstalled(Path program) {
    boolean isThere = Files.isExecutable(program);
    if (!isThere) {
      assertThat(System.getenv("CI")).as("CI needs " + program).isNotEqualTo("true");
      System.out.println("skipped: there is no " + program);
    }
    assumeTrue(isThere);
  }
}
