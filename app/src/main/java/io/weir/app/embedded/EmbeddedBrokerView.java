package io.weir.app.embedded;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.weir.broker.Broker;
import io.weir.broker.LocalClient;
import io.weir.broker.LocalClientOptions;
import io.weir.broker.LocalDelivery;
import io.weir.broker.SubscribeOptions;
import io.weir.broker.SubscribeOptions.RetainHandling;
import io.weir.broker.auth.Authorizer;
import io.weir.broker.auth.ClientIdentity;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.topic.TopicFilter;
import io.weir.broker.topic.TopicName;
import io.weir.editor.broker.BrokerView;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The built-in broker, for the editor to look into. */
final class EmbeddedBrokerView implements BrokerView {
  // What waits while a watcher pauses is for nobody's eyes: the newest will do.
  private static final int MOST_HELD = 500;
  private static final int MOST_LEVELS = 200;

  private final Broker broker;
  private final Authorizer authorizer;
  private final Function<String, List<String>> filtersOf;
  private final ConnectedClients clients = new ConnectedClients();
  // Sessions of the editor's own, which are no client of anybody's.
  private final Set<String> own = ConcurrentHashMap.newKeySet();

  /**
   * A view of a broker.
   *
   * @param authorizer says what an editor's user may publish
   * @param filtersOf what the flows have subscribed to as the client of an id, of which the broker
   *     doesn't tell
   */
  EmbeddedBrokerView(
      Broker broker, Authorizer authorizer, Function<String, List<String>> filtersOf) {
    this.broker = broker;
    this.authorizer = authorizer;
    this.filtersOf = filtersOf;
    broker.onEvent(clients::take);
  }

  private LocalClient connect() {
    LocalClient client = broker.connect(LocalClientOptions.clean("").withMaxHeldQos0(MOST_HELD));
    own.add(client.clientId());
    return client;
  }

  private Future<Void> close(LocalClient client) {
    return client.close().onComplete(closed -> own.remove(client.clientId()));
  }

  @Override
  public Watch watch(Consumer<Sighting> watcher) {
    LocalClient client = connect();
    SubscribeOptions asPublished =
        new SubscribeOptions(Qos.AT_MOST_ONCE, false, true, RetainHandling.SEND, 0);
    for (String filter : List.of("#", "$SYS/#")) {
      client
          .subscribe(
              TopicFilter.of(filter), asPublished, delivery -> watcher.accept(sighting(delivery)))
          .onFailure(closed -> {});
    }
    return new Watch() {
      @Override
      public void pause() {
        client.pause();
      }

      @Override
      public void resume() {
        client.resume();
      }

      @Override
      public void close() {
        EmbeddedBrokerView.this.close(client);
      }
    };
  }

  private static Sighting sighting(LocalDelivery delivery) {
    Publication publication = delivery.publication();
    return new Sighting(
        publication.topic(),
        publication.payload(),
        publication.qos().level(),
        delivery.retain(),
        publication.publisherId());
  }

  @Override
  public boolean mayPublish(@Nullable String user, String topic) {
    return authorizer.accessOf(new ClientIdentity("editor", user, "", false)).mayPublish(topic);
  }

  @Override
  public Future<Void> publish(String topic, Buffer payload, int qos, boolean retain) {
    String problem =
        TopicName.isReserved(topic)
            ? "a topic that begins with $SYS or $share is the broker's own"
            : TopicName.problem(topic, MOST_LEVELS);
    if (problem != null) {
      return Future.failedFuture(new IllegalArgumentException(problem));
    }
    LocalClient client = connect();
    return client
        .publish(Publication.of(topic, payload, Qos.of(qos), retain))
        .compose(EmbeddedBrokerView::accepted)
        .onComplete(published -> close(client));
  }

  private static Future<Void> accepted(ReasonCode code) {
    return code.isError()
        ? Future.failedFuture(
            new IllegalArgumentException("the broker did not take the message: " + code))
        : Future.succeededFuture();
  }

  @Override
  public List<Client> clients() {
    return clients.all().stream()
        .filter(client -> !own.contains(client.clientId()))
        .map(client -> client.isLocal() ? client.with(filtersOf.apply(client.clientId())) : client)
        .toList();
  }
}
