package io.weir.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.broker.auth.HashAlgorithm;
import io.weir.editor.http.Endpoint;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Admin API's answers, word for word, as clients of Node-RED rely on them. */
class GoldenAnswersTest {
  private static final Path FOLDER = Path.of("src/test/resources/io/weir/app/admin-api");

  /** Calls of our own, which have tests of their own. */
  private static final Set<String> OURS = Set.of("/weir/", "/health/", "/metrics", "/mqtt");

  @TempDir private Path folder;

  static List<GoldenExchange.File> files() throws IOException {
    List<GoldenExchange.File> all = new ArrayList<>();
    try (Stream<Path> paths = Files.list(FOLDER)) {
      for (Path path : paths.sorted().toList()) {
        all.add(GoldenExchange.File.read(path));
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("files")
  void answers_are_word_for_word_as_they_are_written_down(GoldenExchange.File file)
      throws Exception {
    String config = file.config();
    if (config.contains("HASH")) {
      String hash = HashAlgorithm.BCRYPT.hash("secret".getBytes(StandardCharsets.UTF_8)).text();
      config = config.replace("HASH", hash);
    }
    GoldenPattern pattern = new GoldenPattern();
    List<String> wrong = new ArrayList<>();
    try (RunningWeir weir = RunningWeir.start(folder, config)) {
      for (GoldenExchange exchange : file.exchanges()) {
        String difference = replayed(weir, pattern, exchange);
        if (!difference.isEmpty()) {
          wrong.add(
              "%s (%s %s): %s"
                  .formatted(exchange.name(), exchange.method(), exchange.path(), difference));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static String replayed(RunningWeir weir, GoldenPattern pattern, GoldenExchange exchange) {
    List<String> headers = new ArrayList<>();
    exchange
        .headers()
        .forEach(
            (name, value) -> {
              headers.add(name);
              headers.add(pattern.filled(value));
            });
    HttpResponse<String> answer =
        weir.ask(
            exchange.method(),
            pattern.filled(exchange.path()),
            pattern.filled(exchange.body()),
            headers.toArray(new String[0]));
    if (answer.statusCode() != exchange.status()) {
      return answer.statusCode() + " in place of " + exchange.status() + ": " + answer.body();
    }
    for (var header : exchange.answerHeaders().entrySet()) {
      String given = RunningWeir.header(answer, header.getKey());
      if (!given.equals(header.getValue())) {
        return header.getKey() + " is " + given;
      }
    }
    String expected = exchange.answerBody();
    if (expected.isEmpty()) {
      boolean isFile = !exchange.answerHeaders().isEmpty();
      return isFile || answer.body().isEmpty() ? "" : "there is a body: " + answer.body();
    }
    if (expected.startsWith("{") || expected.startsWith("[") || expected.startsWith("\"<")) {
      return pattern.difference(expected, answer.body());
    }
    return answer.body().equals(expected) ? "" : "it says " + answer.body();
  }

  @Test
  void all_calls_of_node_red_are_among_them() throws Exception {
    Set<String> missing = new TreeSet<>();
    List<GoldenExchange> asked =
        files().stream().flatMap(file -> file.exchanges().stream()).toList();
    try (RunningWeir weir = RunningWeir.start(folder, "")) {
      for (Endpoint endpoint : weir.weir().endpoints()) {
        String path = endpoint.path().toString();
        boolean isAsked =
            asked.stream()
                .anyMatch(
                    exchange ->
                        exchange.method().equals(endpoint.method().name())
                            && exchange
                                .path()
                                .replaceAll("\\?.*", "")
                                .matches(endpoint.path().pattern()));
        boolean isOurs = OURS.stream().anyMatch(path::startsWith) || path.contains("set-up");
        if (!isAsked && !isOurs) {
          missing.add(endpoint.method() + " " + path);
        }
      }
    }
    assertThat(missing).isEmpty();
  }
}
