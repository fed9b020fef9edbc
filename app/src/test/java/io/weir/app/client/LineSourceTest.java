package io.weir.app.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.broker.client.Outgoing;
import io.weir.broker.packet.Qos;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineSourceTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '^',
      delimiter = ';',
      value = {
        "^one\ntwo\n^ ; one,two",
        "^one\n\ntwo^ ; one,,two",
        "^one\r\n^ ; ^one\r^",
        "^\n^ ; ^^",
      })
  void each_line_is_a_message_and_the_last_needs_no_end(String input, String expected)
      throws Exception {
    List<String> sent = new ArrayList<>();
    Publisher.Sender sender =
        new Publisher.Sender() {
          @Override
          public void send(Outgoing message) {
            sent.add(message.payload().toString(UTF_8));
          }

          @Override
          public void pause(Duration time) {
            throw new AssertionError("lines don't wait");
          }
        };

    new LineSource(
            new ByteArrayInputStream(input.getBytes(UTF_8)),
            line -> new Outgoing("t", line, Qos.AT_MOST_ONCE, false))
        .sendTo(sender);

    assertThat(sent).containsExactly(expected.split(",", -1));
  }
}
