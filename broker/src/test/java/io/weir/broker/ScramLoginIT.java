package io.weir.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttUtf8String;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientConfig;
import com.hivemq.client.mqtt.mqtt5.auth.Mqtt5EnhancedAuthMechanism;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5Auth;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5AuthBuilder;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5EnhancedAuthBuilder;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5Disconnect;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.vertx.core.Vertx;
import io.weir.broker.auth.AccessControl;
import io.weir.broker.auth.AccessControl.Policies;
import io.weir.broker.auth.AccessPolicy;
import io.weir.broker.auth.HashAlgorithm;
import io.weir.broker.auth.PasswordList;
import io.weir.broker.auth.ScramClient;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logins without sending the password, with a client that others wrote. */
class ScramLoginIT {
  private final Vertx vertx = Vertx.vertx();
  private final AccessControl access =
      new AccessControl(
          Policies.forAll(
              new AccessPolicy(
                  false,
                  new PasswordList(
                      Map.of("ann", HashAlgorithm.SCRAM_SHA_256.hash("secret".getBytes(UTF_8)))),
                  null)));
  private Broker broker;

  @BeforeEach
  void start() throws Exception {
    broker =
        new Broker(
            vertx, BrokerConfig.listeningOn("127.0.0.1", 0).withEventLoops(2), access, access);
    broker.start().toCompletionStage().toCompletableFuture().get(30, SECONDS);
  }

  @AfterEach
  void close() throws Exception {
    broker.stop().toCompletionStage().toCompletableFuture().get(30, SECONDS);
    access.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(30, SECONDS);
  }

  private Mqtt5BlockingClient client(Scram scram) {
    return Mqtt5Client.builder()
        .identifier("c-" + UUID.randomUUID())
        .serverHost("127.0.0.1")
        .serverPort(broker.addresses().get(0).port())
        .enhancedAuth(scram)
        .buildBlocking();
  }

  @Test
  void a_client_proves_who_it_is_and_does_so_again_while_it_is_connected() throws Exception {
    Scram scram = new Scram("ann", "secret");
    Mqtt5BlockingClient client = client(scram);
    client.connect();
    assertThat(scram.proofsOfServer.get()).isEqualTo(1);

    client.toAsync().reauth().get(30, SECONDS);
    assertThat(scram.proofsOfServer.get()).isEqualTo(2);

    try (Mqtt5BlockingClient.Mqtt5Publishes received =
        client.publishes(MqttGlobalPublishFilter.ALL)) {
      client.subscribeWith().topicFilter("t").qos(MqttQos.AT_LEAST_ONCE).send();
      client.publish(
          Mqtt5Publish.builder()
              .topic("t")
              .qos(MqttQos.AT_LEAST_ONCE)
              .payload("in".getBytes(UTF_8))
              .build());
      assertThat(received.receive(10, SECONDS)).isPresent();
    }
    client.disconnect();
  }

  @Test
  void a_wrong_password_is_refused() {
    Scram scram = new Scram("ann", "wrong");

    assertThatThrownBy(client(scram)::connect)
        .isInstanceOfSatisfying(
            Mqtt5ConnAckException.class,
            refused ->
                assertThat(refused.getMqttMessage().getReasonCode())
                    .isEqualTo(Mqtt5ConnAckReasonCode.NOT_AUTHORIZED));
    assertThat(scram.proofsOfServer.get()).isZero();
  }

  /** SCRAM in the client's words. */
  private static final class Scram implements Mqtt5EnhancedAuthMechanism {
    private final String user;
    private final String password;
    private ScramClient exchange;
    private final AtomicInteger proofsOfServer = new AtomicInteger();

    Scram(String user, String password) {
      this.user = user;
      this.password = password;
    }

    @Override
    public MqttUtf8String getMethod() {
      return MqttUtf8String.of("SCRAM-SHA-256");
    }

    @Override
    public int getTimeout() {
      return 10;
    }

    private byte[] begin() {
      exchange = new ScramClient(user, password, UUID.randomUUID().toString());
      return exchange.first().getBytes(UTF_8);
    }

    private static String text(Optional<ByteBuffer> data) {
      return UTF_8.decode(data.orElseThrow()).toString();
    }

    private boolean isProof(Optional<ByteBuffer> data) {
      boolean isRight = text(data).equals(exchange.expectedFromServer());
      proofsOfServer.addAndGet(isRight ? 1 : 0);
      return isRight;
    }

    @Override
    public CompletableFuture<Void> onAuth(
        Mqtt5ClientConfig config, Mqtt5Connect connect, Mqtt5EnhancedAuthBuilder auth) {
      auth.data(begin());
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Boolean> onContinue(
        Mqtt5ClientConfig config, Mqtt5Auth packet, Mqtt5AuthBuilder auth) {
      auth.data(exchange.last(text(packet.getData())).getBytes(UTF_8));
      return CompletableFuture.completedFuture(true);
    }

    @Override
    public CompletableFuture<Boolean> onAuthSuccess(
        Mqtt5ClientConfig config, Mqtt5ConnAck connAck) {
      return CompletableFuture.completedFuture(
          isProof(connAck.getEnhancedAuth().orElseThrow().getData()));
    }

    @Override
    public CompletableFuture<Void> onReAuth(Mqtt5ClientConfig config, Mqtt5AuthBuilder auth) {
      auth.data(begin());
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Boolean> onReAuthSuccess(Mqtt5ClientConfig config, Mqtt5Auth auth) {
      return CompletableFuture.completedFuture(isProof(auth.getData()));
    }

    @Override
    public CompletableFuture<Boolean> onServerReAuth(
        Mqtt5ClientConfig config, Mqtt5Auth packet, Mqtt5AuthBuilder auth) {
      return CompletableFuture.completedFuture(false);
    }

    @Override
    public void onAuthRejected(Mqtt5ClientConfig config, Mqtt5ConnAck connAck) {
      exchange = null;
    }

    @Override
    public void onReAuthRejected(Mqtt5ClientConfig config, Mqtt5Disconnect disconnect) {
      exchange = null;
    }

    @Override
    public void onAuthError(Mqtt5ClientConfig config, Throwable cause) {
      throw new CompletionException(cause);
    }

    @Override
    public void onReAuthError(Mqtt5ClientConfig config, Throwable cause) {
      throw new CompletionException(cause);
    }
  }
}
