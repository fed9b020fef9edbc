package io.weir.editor;

import static io.weir.engine.testing.FlowTester.eventually;
import static io.weir.engine.testing.FlowTester.tab;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.weir.editor.broker.BrokerView;
import io.weir.engine.message.MessageJson;
import io.weir.engine.testing.FlowTester;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built-in broker's topics and clients in the Admin API. */
class BrokerApiTest {
  /** A broker that says what the test says. */
  private static final class FakeBroker implements BrokerView {
    private final List<Consumer<Sighting>> watchers = new CopyOnWriteArrayList<>();
    private final List<String> published = new CopyOnWriteArrayList<>();

    void says(String topic, String payload) {
      watchers.forEach(
          watcher ->
              watcher.accept(new Sighting(topic, Buffer.buffer(payload), 1, true, "sensor")));
    }

    @Override
    public Watch watch(Consumer<Sighting> watcher) {
      watchers.add(watcher);
      return new Watch() {
        @Override
        public void pause() {}

        @Override
        public void resume() {}

        @Override
        public void close() {
          watchers.remove(watcher);
        }
      };
    }

    @Override
    public boolean mayPublish(@Nullable String user, String topic) {
      return !topic.startsWith("secret/");
    }

    @Override
    public Future<Void> publish(String topic, Buffer payload, int qos, boolean retain) {
      if (topic.contains("#")) {
        return Future.failedFuture(new IllegalArgumentException("no wildcards"));
      }
      published.add(topic + "|" + payload + "|" + qos + "|" + retain);
      return Future.succeededFuture();
    }

    @Override
    public List<Client> clients() {
      return List.of(
          new Client("esp", "3.1.1", "10.0.0.7:4711", "ann", true, 15, 99, List.of("cmd/#")));
    }
  }

  @TempDir private Path folder;
  private final FakeBroker broker = new FakeBroker();
  private FlowTester flow;
  private ApiClient api;

  @BeforeEach
  void start() {
    flow = FlowTester.start(List.of(), tab());
    api =
        new ApiClient(flow, EditorConfig.defaults("1.2.3", true, 1883, folder).withBroker(broker));
  }

  @AfterEach
  void stop() {
    flow.close();
  }

  private List<?> rows(String path) {
    return (List<?>) ((Map<?, ?>) api.json(path)).get("rows");
  }

  @Test
  void topics_are_shown_from_the_first_look_on() {
    assertThat(rows("/weir/topics")).isEmpty();
    broker.says("home/kitchen/temp", "21.5");
    broker.says("home/cellar", "dry");

    assertThat(rows("/weir/topics").toString()).contains("name=home", "topics=2");
    assertThat(rows("/weir/topics?under=home/kitchen").toString())
        .contains("topic=home/kitchen/temp", "preview=21.5", "retained=true", "client=sensor");
    assertThat(rows("/weir/topics?under=home&depth=2").toString())
        .contains("preview=dry", "preview=21.5");
    assertThat(api.status("GET", "/weir/topics?depth=x", null)).isEqualTo(400);
  }

  @Test
  void clients_are_listed() {
    assertThat(((Map<?, ?>) api.json("/weir/clients")).get("clients"))
        .isEqualTo(
            List.of(
                Map.of(
                    "id",
                    "esp",
                    "protocol",
                    "3.1.1",
                    "address",
                    "10.0.0.7:4711",
                    "user",
                    "ann",
                    "cleanStart",
                    true,
                    "keepAlive",
                    15L,
                    "since",
                    99L,
                    "filters",
                    List.of("cmd/#"))));
  }

  @Test
  void a_message_is_published_and_a_retained_one_cleared() {
    assertThat(api.status("POST", "/weir/publish", "{'topic':'a/b','payload':'ON'}"))
        .isEqualTo(204);
    assertThat(
            api.status(
                "POST",
                "/weir/publish",
                "{'topic':'a/b','payload':{'on':true},'qos':1,'retain':true}"))
        .isEqualTo(204);
    assertThat(api.status("POST", "/weir/publish", "{'topic':'a','payloadBase64':'aGk='}"))
        .isEqualTo(204);
    assertThat(api.status("DELETE", "/weir/retained/a/b%20c", null)).isEqualTo(204);

    assertThat(broker.published)
        .containsExactly(
            "a/b|ON|0|false", "a/b|{\"on\":true}|1|true", "a|hi|0|false", "a/b c||0|true");
  }

  @Test
  void what_can_not_be_published_is_said() {
    assertThat(api.status("POST", "/weir/publish", "{}")).isEqualTo(400);
    assertThat(api.status("POST", "/weir/publish", "{'topic':'a','qos':3}")).isEqualTo(400);
    assertThat(api.status("POST", "/weir/publish", "{'topic':'a','payloadBase64':'%'}"))
        .isEqualTo(400);
    assertThat(api.call("POST", "/weir/publish", "{'topic':'a/#'}").body())
        .contains("no wildcards");
    assertThat(api.call("POST", "/weir/publish", "{'topic':'secret/x'}").statusCode())
        .isEqualTo(403);
    assertThat(broker.published).isEmpty();
  }

  private static final class Frames implements WebSocket.Listener {
    private final List<String> texts = new CopyOnWriteArrayList<>();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      texts.add(MessageJson.parse(data.toString()).toString());
      socket.request(1);
      return null;
    }
  }

  @Test
  void an_open_branch_is_kept_up_to_date() {
    Frames frames = new Frames();
    WebSocket socket = api.http().newWebSocketBuilder().buildAsync(api.socket(), frames).join();

    socket.sendText("{\"subscribe\":\"weir/topics/home/\"}", true).join();
    eventually(() -> assertThat(frames.texts).hasSize(1));
    assertThat(frames.texts.get(0)).contains("topic=weir/topics/home/", "whole=true", "rows=[]");
    broker.says("home/temp", "21.5");
    broker.says("garden/temp", "9");

    eventually(() -> assertThat(frames.texts).hasSize(2));
    assertThat(frames.texts.get(1))
        .contains("whole=false", "preview=21.5")
        .doesNotContain("garden");
    socket.abort();
  }
}
