package io.weir.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.engine.message.MessageJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the log says of how long web requests take and how large they are. */
class NodeFiguresTest {
  private static final Logger METRIC = Logger.getLogger("metric");
  private static final String FLOWS =
      """
      [{"id":"t","type":"tab","label":"Flow"},
       {"id":"ask","type":"http in","z":"t","x":1,"y":1,"method":"get","url":"/ask","wires":[["url"]]},
       {"id":"url","type":"change","z":"t","x":1,"y":1,
        "rules":[{"t":"set","p":"url","pt":"msg","to":"payload.url","tot":"msg"}],"wires":[["request"]]},
       {"id":"request","type":"http request","z":"t","x":1,"y":1,"method":"GET","url":"","wires":[["out"]]},
       {"id":"hello","type":"http in","z":"t","x":1,"y":1,"method":"get","url":"/hello","wires":[["five"]]},
       {"id":"five","type":"change","z":"t","x":1,"y":1,
        "rules":[{"t":"set","p":"payload","pt":"msg","to":"hello","tot":"str"}],"wires":[["out"]]},
       {"id":"out","type":"http response","z":"t","x":1,"y":1,"statusCode":"","headers":{},"wires":[]}]
      """;

  /** A line of the log. */
  private record Figure(String event, String node, String message, double value) {
    static Figure of(String line) {
      Map<?, ?> keys = (Map<?, ?>) MessageJson.parse(line);
      assertThat(keys.get("level")).isEqualTo(99L);
      return new Figure(
          String.valueOf(keys.get("event")),
          String.valueOf(keys.get("nodeid")),
          String.valueOf(keys.get("msgid")),
          ((Number) Objects.requireNonNull(keys.get("value"))).doubleValue());
    }
  }

  private final List<Figure> lines = new CopyOnWriteArrayList<>();
  private final Handler noting =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          lines.add(Figure.of(entry.getMessage()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @TempDir private Path folder;

  @BeforeEach
  void note() {
    METRIC.setLevel(Level.INFO);
    METRIC.addHandler(noting);
  }

  @AfterEach
  void putBack() {
    METRIC.removeHandler(noting);
    METRIC.setLevel(Level.OFF);
  }

  private void askThrough(String yaml) throws Exception {
    Files.writeString(folder.resolve("flows.json"), FLOWS);
    try (RunningWeir weir = RunningWeir.start(folder, yaml)) {
      assertThat(weir.get("/ask?url=" + weir.uri("/hello")).body()).isEqualTo("hello");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> said("node.http in.response.content-length.bytes").size() == 2);
    }
  }

  private List<Figure> said(String event) {
    return lines.stream().filter(figure -> figure.event().equals(event)).toList();
  }

  private double value(String event) {
    return said(event).get(0).value();
  }

  @Test
  void requests_and_answers_are_measured() throws Exception {
    askThrough("flows: {}\n");

    assertThat(said("node.http request.duration.millis")).hasSize(1);
    assertThat(value("node.http request.duration.millis")).isPositive();
    assertThat(value("node.http request.size.bytes")).isEqualTo(5);
    assertThat(value("node.http in.response.content-length.bytes")).isEqualTo(5);
    List<Figure> times = said("node.http in.response.time.millis");
    assertThat(times).extracting(Figure::node).containsExactlyInAnyOrder("ask", "hello");
    // The request belongs to the message that the first node made of its own.
    Figure request = said("node.http request.duration.millis").get(0);
    assertThat(request.node()).isEqualTo("request");
    assertThat(times)
        .filteredOn(time -> time.node().equals("ask"))
        .extracting(Figure::message)
        .containsExactly(request.message());
    assertThat(lines).noneMatch(figure -> figure.event().contains("timings"));
  }

  @Test
  void the_stages_of_a_request_are_told_if_that_is_wished() throws Exception {
    askThrough("flows: { httpRequestTimings: true }\n");

    assertThat(value("node.http request.timings.start"))
        .isLessThanOrEqualTo(value("node.http request.timings.connect"));
    assertThat(value("node.http request.timings.connect"))
        .isLessThanOrEqualTo(value("node.http request.timings.response"));
    assertThat(value("node.http request.timings.response"))
        .isLessThanOrEqualTo(value("node.http request.timings.end"));
  }
}
