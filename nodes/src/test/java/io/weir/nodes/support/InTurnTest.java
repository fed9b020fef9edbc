package io.weir.nodes.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InTurnTest {
  private final InTurn turns = new InTurn("test", 2);
  private final List<String> begun = new ArrayList<>();

  private Future<Void> take(String name, Future<Void> end) {
    return turns.take(
        () -> {
          begun.add(name);
          return end;
        });
  }

  @Test
  void the_next_begins_when_the_one_before_has_ended() {
    Promise<Void> first = Promise.promise();
    Promise<Void> second = Promise.promise();

    Future<Void> firstEnd = take("a", first.future());
    Future<Void> secondEnd = take("b", second.future());
    Future<Void> thirdEnd = take("c", Node.done());
    assertThat(begun).containsExactly("a");

    first.complete();
    assertThat(firstEnd.succeeded()).isTrue();
    assertThat(begun).containsExactly("a", "b");
    assertThat(secondEnd.isComplete()).isFalse();

    second.fail("why");
    assertThat(secondEnd.failed()).isTrue();
    assertThat(thirdEnd.succeeded()).isTrue();
  }

  @Test
  void what_ends_at_once_is_as_it_was_given() {
    assertThat(take("a", Node.done())).isSameAs(Node.done());
    assertThat(take("b", Node.dropped())).isSameAs(Node.dropped());
  }

  @Test
  void one_that_throws_holds_nobody_up() {
    Promise<Void> first = Promise.promise();
    take("a", first.future()).onComplete(end -> {});
    Future<Void> thrown =
        turns.take(
            () -> {
              throw new NodeException("no");
            });
    Future<Void> last = take("c", Node.done());

    first.complete();

    assertThat(thrown.cause()).hasMessage("no");
    assertThat(last.succeeded()).isTrue();
  }

  @Test
  void so_many_may_wait_and_no_more() {
    Promise<Void> first = Promise.promise();
    Future<Void> dropped = take("a", first.future());
    take("b", Node.done()).onComplete(end -> {});
    take("c", Node.done()).onComplete(end -> {});

    assertThatThrownBy(() -> take("d", dropped))
        .hasMessage("too many pending messages in test node");
  }

  @Test
  void is_drained_when_all_have_ended() {
    Promise<Void> first = Promise.promise();
    Promise<Void> second = Promise.promise();
    assertThat(turns.drained().succeeded()).isTrue();

    take("a", first.future()).onComplete(end -> {});
    take("b", second.future()).onComplete(end -> {});
    Future<Void> drained = turns.drained();
    first.complete();
    assertThat(drained.isComplete()).isFalse();

    second.complete();
    assertThat(drained.succeeded()).isTrue();
  }

  @Test
  void those_that_wait_can_be_dropped() {
    Promise<Void> first = Promise.promise();
    take("a", first.future()).onComplete(end -> {});
    Future<Void> waiting = take("b", Node.done());

    turns.drop();
    first.complete();

    assertThat(Node.isDropped(waiting)).isTrue();
    assertThat(begun).containsExactly("a");
  }
}
