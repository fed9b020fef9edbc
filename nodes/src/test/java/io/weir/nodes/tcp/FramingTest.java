package io.weir.nodes.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.node.NodeException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FramingTest {
  private static Buffer part(String text, int from, int to) {
    return Buffer.buffer(text.getBytes(StandardCharsets.UTF_8)).slice(from, to);
  }

  @Test
  void a_character_may_be_cut_by_the_border_of_chunks() {
    Framing texts = Framing.chunks(DataType.UTF8);

    assertThat(texts.take(part("ä€", 0, 1))).isEmpty();
    assertThat(texts.take(part("ä€", 1, 3))).containsExactly("ä");
    assertThat(texts.take(part("ä€", 3, 5))).containsExactly("€");
    assertThat(texts.end()).isNull();
    assertThat(texts.take(part("€", 0, 2))).isEmpty();
    assertThat(texts.end()).isEqualTo("\uFFFD");
  }

  @Test
  void a_delimiter_may_be_cut_by_the_border_of_chunks() {
    Framing lines = Framing.delimited("\r\n", false);

    assertThat(lines.take(Buffer.buffer("a\r"))).isEmpty();
    assertThat(lines.take(Buffer.buffer("\nb\r\nc"))).containsExactly("a", "b");
    assertThat(lines.take(Buffer.buffer("\r\n\r\n"))).containsExactly("c", "");
    assertThat(lines.end()).isNull();
  }

  @Test
  void what_is_held_has_a_bound() {
    Buffer much = Buffer.buffer("x".repeat(Framing.MOST_HELD));
    Framing lines = Framing.delimited("\n", false);
    Framing whole = Framing.whole(DataType.BUFFER);
    lines.take(much);
    whole.take(much);

    assertThatThrownBy(() -> lines.take(Buffer.buffer("y"))).isInstanceOf(NodeException.class);
    assertThatThrownBy(() -> whole.take(Buffer.buffer("y"))).isInstanceOf(NodeException.class);
  }

  @Test
  void escapes_of_delimiters_stand_for_characters() {
    assertThat(Delimiters.all("\\n\\r\\t\\n")).isEqualTo("\n\r\t\n");
    assertThat(Delimiters.firstOfEach("<A>\\n\\n\\r\\t")).isEqualTo("<A>\n\\n\r\t");
  }
}
