package io.weir.broker.listener;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Fails when an upgrade of Vert.x or vertx-mqtt changes what {@link PipelineTap} rests on. */
class PipelineTapTest {
  @Test
  void each_connection_s_pipeline_is_handed_over_as_the_library_built_it() throws Exception {
    Vertx vertx = Vertx.vertx();
    CompletableFuture<List<String>> names = new CompletableFuture<>();
    PipelineTap tap =
        new PipelineTap(
            (VertxInternal) vertx,
            socket -> names.complete(socket.channelHandlerContext().pipeline().names()),
            null);
    MqttServer server =
        MqttServer.create(tap, new MqttServerOptions().setHost("127.0.0.1").setPort(0));
    server.endpointHandler(endpoint -> endpoint.close());
    server.listen().toCompletionStage().toCompletableFuture().get(30, SECONDS);

    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
      assertThat(socket.isConnected()).isTrue();
      assertThat(names.get(30, SECONDS))
          .as("the library's handlers, by the names that Door takes out")
          .containsSubsequence("mqttEncoder", "mqttDecoder", "idle", "timeoutOnConnect", "handler");
    }
    vertx.close().toCompletionStage().toCompletableFuture().get(30, SECONDS);
  }
}
