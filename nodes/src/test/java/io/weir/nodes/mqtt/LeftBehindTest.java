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

  private final NodeContext context =
      (NodeContext)
          Proxy.newProxyInstance(
              NodeContext.class.getClassLoader(),
              new Class<?>[] {NodeContext.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("execute")) {
                  ((Runnable) arguments[0]).run();
                }
                return method.getName().equals("isCongested") ? isCongested : null;
              });

  private final IncomingQueue queue = new IncomingQueue(context, left::add);
  private final MqttSubscriptions subscriptions = new MqttSubscriptions();

  private void arrives(String topic, int qos) {
    queue.add(incoming(topic, qos), () -> begun.add(topic));
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
        "node", new Subscription("a/+", 1, false, true, 0), i -> taken.add(i.topic()));

    assertThat(taken).containsExactly("a/1");
    assertThat(acknowledged).isEmpty();
  }

  @Test
  void what_it_no_longer_asks_for_is_acknowledged() {
    List<String> taken = new ArrayList<>();
    subscriptions.leave("node", incoming("a/1", 1));

    subscriptions.add(
        "node", new Subscription("b/+", 1, false, true, 0), i -> taken.add(i.topic()));

    assertThat(taken).isEmpty();
    assertThat(acknowledged).containsExactly("a/1");
  }

  @Test
  void with_the_connection_they_are_forgotten_since_the_broker_sends_them_again() {
    List<String> taken = new ArrayList<>();
    subscriptions.leave("node", incoming("a/1", 1));

    subscriptions.forgetLeftBehind();
    subscriptions.add(
        "node", new Subscription("a/+", 1, false, true, 0), i -> taken.add(i.topic()));

    assertThat(taken).isEmpty();
    assertThat(acknowledged).isEmpty();
  }
}
