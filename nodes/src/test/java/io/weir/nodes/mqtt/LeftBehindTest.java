package io.weir.nodes.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.node.NodeContext;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Publications that reached a node which stopped before its flow took them. Without an
 * acknowledgement each would hold a place among those under way for as long as the connection
 * lasts.
 */
class LeftBehindTest {
  private final List<Incoming> left = new ArrayList<>();
  private final List<String> begun = new ArrayList<>();
  private final List<String> acknowledged = new ArrayList<>();
  private boolean isCongested;
  private boolean isGivenUp;

  private final NodeContext context =
      (NodeContext)
          Proxy.newProxyInstance(
              NodeContext.class.getClassLoader(),
              new Class<?>[] {NodeContext.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("execute")) {
                  NodeContext.Task task = (NodeContext.Task) arguments[0];
                  if (isGivenUp) {
                    task.lost();
                  } else {
                    task.run();
                  }
                }
                return method.getName().equals("isCongested") ? isCongested : null;
              });

  private final IncomingQueue queue = new IncomingQueue(context, left::add);
  private final MqttSubscriptions subscriptions = new MqttSubscriptions();

  private void arrives(String topic, int qos) {
    queue.add(incoming(topic, qos), incoming -> begun.add(incoming.topic()));
  }

  private Incoming incoming(String topic, int qos) {
    return new Incoming() {
      @Override
      public String topic() {
        return topic;
      }

      @Override
      public Buffer payload() {
        return Buffer.buffer();
      }

      @Override
      public int qos() {
        return qos;
      }

      @Override
      public boolean retain() {
        return false;
      }

      @Override
      public boolean dup() {
        return false;
      }

      @Override
      public PublicationProperties properties() {
        return PublicationProperties.NONE;
      }

      @Override
      public void acknowledge() {
        acknowledged.add(topic);
      }
    };
  }

  private List<String> topicsLeft() {
    return left.stream().map(Incoming::topic).toList();
  }

  @Test
  void a_node_that_stops_hands_back_what_waits_and_what_still_comes() {
    arrives("begun", 1);
    isCongested = true;
    arrives("one", 1);
    arrives("nothing owed", 0);
    arrives("two", 2);

    queue.close();
    arrives("late", 1);
    arrives("late, nothing owed", 0);

    assertThat(begun).containsExactly("begun");
    assertThat(topicsLeft()).containsExactly("one", "two", "late");
    assertThat(acknowledged).isEmpty();
  }

  @Test
  void the_node_takes_them_when_it_subscribes_again() {
    List<String> taken = new ArrayList<>();
    subscriptions.leave("node", incoming("a/1", 1));
    subscriptions.leave("other", incoming("a/2", 1));

    subscriptions.add(
        "node", new Subscription("a/+", 1, false, true, 0), i -> taken.add(i.topic()), true);

    assertThat(taken).containsExactly("a/1");
    assertThat(acknowledged).isEmpty();
  }

  @Test
  void of_those_that_nobody_is_owed_it_takes_so_many_and_no_more() {
    List<String> taken = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      subscriptions.leave("node", incoming("a/0", 0));
    }
    subscriptions.leave("node", incoming("a/1", 1));

    subscriptions.add("node", filter("a/+", 0), i -> taken.add(i.topic()), true);

    assertThat(taken).hasSize(1_001).endsWith("a/1");
  }

  @Test
  void what_it_no_longer_asks_for_is_acknowledged() {
    List<String> taken = new ArrayList<>();
    subscriptions.leave("node", incoming("a/1", 1));

    subscriptions.add(
        "node", new Subscription("b/+", 1, false, true, 0), i -> taken.add(i.topic()), true);

    assertThat(taken).isEmpty();
    assertThat(acknowledged).containsExactly("a/1");
  }

  @Test
  void with_the_connection_they_are_forgotten_since_the_broker_sends_them_again() {
    List<String> taken = new ArrayList<>();
    subscriptions.leave("node", incoming("a/1", 1));

    subscriptions.forgetLeftBehind();
    subscriptions.add(
        "node", new Subscription("a/+", 1, false, true, 0), i -> taken.add(i.topic()), true);

    assertThat(taken).isEmpty();
    assertThat(acknowledged).isEmpty();
  }

  @Test
  void what_a_flow_that_is_given_up_had_not_begun_with_is_handed_back() {
    isGivenUp = true;
    arrives("one", 1);
    arrives("nothing owed", 0);

    assertThat(topicsLeft()).containsExactly("one");
    assertThat(begun).isEmpty();
  }

  private static Subscription filter(String filter, int retainHandling) {
    return new Subscription(filter, 1, false, true, retainHandling);
  }

  @Test
  void a_node_that_is_back_with_another_filter_leaves_its_old_one() {
    subscriptions.add("node", filter("a", 0), i -> {}, true);
    subscriptions.pause("node", i -> {});

    assertThat(subscriptions.add("node", filter("b", 0), i -> {}, true)).containsExactly("a");
  }

  @Test
  void a_node_that_is_back_with_its_filter_only_subscribes_again() {
    subscriptions.add("node", filter("a", 0), i -> {}, true);
    subscriptions.pause("node", i -> {});

    assertThat(subscriptions.add("node", filter("a", 0), i -> {}, true)).isEmpty();
  }

  @Test
  void what_is_retained_for_new_subscriptions_comes_to_a_node_that_is_back() {
    int ifNew = Subscription.RETAINED_IF_NEW;
    subscriptions.add("node", filter("a", ifNew), i -> {}, true);
    subscriptions.pause("node", i -> {});
    assertThat(subscriptions.add("node", filter("a", ifNew), i -> {}, true)).containsExactly("a");

    subscriptions.pause("node", i -> {});
    assertThat(subscriptions.add("node", filter("a", ifNew), i -> {}, false))
        .as("autoUnsubscribe is off")
        .isEmpty();
  }

  @Test
  void a_node_that_does_not_come_back_holds_nothing() {
    subscriptions.add("node", filter("a", 0), i -> {}, true);
    Object pause = subscriptions.pause("node", i -> subscriptions.leave("node", i));
    subscriptions.leave("node", incoming("a", 1));

    assertThat(subscriptions.giveUp("node", pause)).containsExactly("a");
    assertThat(acknowledged).containsExactly("a");
    assertThat(subscriptions.giveUp("node", pause)).as("once").isEmpty();
  }

  @Test
  void a_pause_that_has_ended_is_not_given_up_later() {
    subscriptions.add("node", filter("a", 0), i -> {}, true);
    Object pause = subscriptions.pause("node", i -> {});
    subscriptions.add("node", filter("a", 0), i -> {}, true);
    subscriptions.pause("node", i -> {});

    assertThat(subscriptions.giveUp("node", pause)).isEmpty();
  }
}
