package io.weir.nodes.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.weir.engine.message.Message;
import io.weir.engine.node.Node;
import io.weir.engine.node.Outputs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CsvSequencesTest {
  private final CsvSequences sequences = new CsvSequences();
  private final List<Message> sent = new ArrayList<>();
  private final Outputs out =
      new Outputs() {
        @Override
        public void send(int output, Message message) {
          sent.add(message);
        }

        @Override
        public void leaveAs(Message message) {}

        @Override
        public boolean tellsCompletion() {
          return false;
        }

        @Override
        public void sendAll(List<List<Message>> outputs) {}
      };

  private Future<Void> add(String id, int index, List<Object> objects) {
    return sequences.add(
        objects, Message.create(), Map.of("id", id, "index", index, "count", 3), out);
  }

  @Test
  void a_message_is_dealt_with_when_its_sequence_is_sent() {
    Future<Void> first = add("s", 0, List.of(1));
    Future<Void> second = add("s", 1, List.of());
    assertThat(first.isComplete()).isFalse();

    assertThat(add("s", 2, List.of(2))).isSameAs(Node.done());

    assertThat(first.succeeded()).isTrue();
    assertThat(second.succeeded()).isTrue();
    assertThat(sent).extracting(Message::payload).containsExactly(List.of(1L, 2L));
  }

  @Test
  void sequences_without_an_end_are_given_up_when_they_are_too_much() {
    Future<Void> first = add("s", 0, Collections.nCopies(150_000, 1));

    assertThatThrownBy(() -> add("other", 0, Collections.nCopies(60_000, 1)))
        .hasMessage("too many pending messages in csv node");
    assertThat(Node.isDropped(first)).isTrue();

    add("s", 1, List.of()).onComplete(end -> {});
    add("s", 2, List.of(3)).onComplete(end -> {});
    assertThat(sent).extracting(Message::payload).containsExactly(List.of(3L));
  }

  @Test
  void those_that_are_not_complete_end_with_the_node() {
    Future<Void> first = add("s", 0, List.of(1));

    sequences.end();

    assertThat(first.succeeded()).isTrue();
    assertThat(sent).isEmpty();
  }
}
