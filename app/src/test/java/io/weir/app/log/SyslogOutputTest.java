package io.weir.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.broker.config.LogSettings.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyslogOutputTest {
  @TempDir private Path folder;

  @Test
  void each_line_has_facility_and_severity_and_all_arrive_before_it_ends() throws Exception {
    Path seen = folder.resolve("seen");
    SyslogOutput output = SyslogOutput.open(16, List.of("sh", "-c", "cat > '" + seen + "'"));

    output.write(Kind.ERROR, "one\ntwo", "1: one\ntwo");
    output.write(Kind.NOTICE, "three", "2: three");
    output.close();

    assertThat(Files.readAllLines(seen)).containsExactly("<131>one two", "<133>three");
  }

  @Test
  void a_system_without_logger_loses_this_log_only() {
    SyslogOutput output = SyslogOutput.open(3, List.of(folder.resolve("none").toString()));

    output.write(Kind.ERROR, "x", "x");
    output.flush();
    output.close();
  }
}
