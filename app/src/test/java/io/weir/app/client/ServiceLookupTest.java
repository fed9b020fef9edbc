package io.weir.app.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.dns.DnsClientOptions;
import io.weir.broker.client.Route;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A name server that knows the brokers of one domain. */
class ServiceLookupTest {
  private static final int HEADER = 12;
  private static final int SRV = 33;

  private final Vertx vertx = Vertx.vertx();
  private DatagramSocket server;
  private ServiceLookup lookup;

  @BeforeEach
  void start() throws Exception {
    server = vertx.createDatagramSocket();
    server.handler(this::answer);
    server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get(30, SECONDS);
    lookup =
        new ServiceLookup(
            vertx.createDnsClient(
                new DnsClientOptions().setHost("127.0.0.1").setPort(server.localAddress().port())));
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, SECONDS);
  }

  private void answer(DatagramPacket packet) {
    Buffer query = packet.data();
    int end = HEADER;
    while (query.getByte(end) != 0) {
      end += 1 + query.getByte(end);
    }
    Buffer question = query.getBuffer(HEADER, end + 5);
    String asked = question.toString(StandardCharsets.ISO_8859_1);
    boolean isKnown = asked.contains("_mqtt") && asked.contains("home");
    Buffer answer =
        Buffer.buffer()
            .appendBytes(query.getBytes(0, 2))
            .appendUnsignedShort(isKnown ? 0x8180 : 0x8183)
            .appendUnsignedShort(1)
            .appendUnsignedShort(isKnown ? 3 : 0)
            .appendInt(0)
            .appendBuffer(question);
    if (isKnown) {
      record(answer, 20, 0, 1885, "spare");
      record(answer, 10, 5, 1884, "small");
      record(answer, 10, 50, 1883, "large");
    }
    server.send(answer, packet.sender().port(), packet.sender().host()).onFailure(e -> {});
  }

  private static void record(Buffer to, int priority, int weight, int port, String host) {
    to.appendUnsignedShort(0xC000 | HEADER)
        .appendUnsignedShort(SRV)
        .appendUnsignedShort(1)
        .appendInt(60)
        .appendUnsignedShort(8 + host.length())
        .appendUnsignedShort(priority)
        .appendUnsignedShort(weight)
        .appendUnsignedShort(port)
        .appendByte((byte) host.length())
        .appendString(host)
        .appendByte((byte) 0);
  }

  private List<Route.Server> servers(String domain, boolean isEncrypted) throws Exception {
    return lookup
        .servers(domain, isEncrypted)
        .toCompletionStage()
        .toCompletableFuture()
        .get(30, SECONDS);
  }

  @Test
  void brokers_come_by_priority_and_weight() throws Exception {
    assertThat(servers("home.example", false))
        .extracting(server -> server.host().replaceAll("\\.$", "") + ":" + server.port())
        .containsExactly("large:1883", "small:1884", "spare:1885");
  }

  @Test
  void a_domain_without_brokers_is_named() {
    assertThatThrownBy(() -> servers("home.example", true))
        .hasMessageContaining("_secure-mqtt._tcp.home.example");
  }
}
