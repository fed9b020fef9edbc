package io.weir.nodes.udp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.weir.broker.testing.Programs;
import io.weir.engine.event.LogEntry;
import io.weir.engine.message.Message;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Outputs;
import io.weir.engine.runtime.RuntimeOptions;
import io.weir.engine.testing.FlowTester;
import io.weir.engine.testing.NodeTester;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UdpNodesTest {
  private static final int PATIENCE_MILLIS = 30_000;

  private final UdpSockets sockets = new UdpSockets();
  private final NodeTester in = NodeTester.of(UdpInNode.type(sockets));
  private final NodeTester out = NodeTester.of(UdpOutNode.type(sockets));

  @AfterEach
  void close() {
    in.close();
    out.close();
  }

  private int listens() {
    int port = Programs.freePort();
    in.with("port", String.valueOf(port)).starts();
    awaitListening(port);
    return port;
  }

  private void awaitListening(int port) {
    FlowTester.eventually(
        () -> {
          UdpSocket socket = sockets.find(port);
          assertThat(socket).isNotNull();
          assertThat(socket.port().isComplete()).isTrue();
        });
  }

  /** Sends from a socket of its own; the port that it had. */
  private static int send(int port, byte[] data) {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      socket.send(new DatagramPacket(data, data.length, InetAddress.getLoopbackAddress(), port));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int send(int port, String text) {
    return send(port, text.getBytes(StandardCharsets.UTF_8));
  }

  // ---- in ----

  @ParameterizedTest
  @CsvSource({
    "udp4, buffer, hello, 127.0.0.1",
    "udp4, utf8, hello, 127.0.0.1",
    "udp4, base64, aGVsbG8=, 127.0.0.1",
    "udp6, buffer, hello, ::ffff:127.0.0.1",
    "udp6, utf8, hello, ::ffff:127.0.0.1",
    "udp6, base64, aGVsbG8=, ::ffff:127.0.0.1",
  })
  void a_datagram_becomes_a_message(String family, String type, String expected, String ip) {
    in.with("ipv", family).with("datatype", type);
    int port = listens();

    int from = send(port, "hello");

    assertThat(in.awaitSent(0, 1).get(0).properties())
        .containsEntry("payload", type.equals("buffer") ? Buffer.buffer(expected) : expected)
        .containsEntry("ip", ip)
        .containsEntry("port", (long) from)
        .containsEntry("fromip", ip + ":" + from);
  }

  @Test
  void a_large_datagram_arrives_whole() {
    int port = listens();
    byte[] large = new byte[60_000];

    send(port, large);

    in.assertSent(Buffer.buffer(large));
  }

  @Test
  void nodes_on_a_port_share_it_until_the_last_is_gone() {
    int port = listens();
    try (NodeTester second = NodeTester.of(UdpInNode.type(sockets))) {
      second.with("port", port).with("datatype", "utf8").starts();
      second.assertLogged(LogEntry.Level.INFO, "udp: port " + port + " already in use");

      send(port, "to both");
      in.assertSent(Buffer.buffer("to both"));
      second.assertSent("to both");

      in.flow().deploy("[]");
      send(port, "to one");
      second.assertSent("to both", "to one");
      assertThat(sockets.ports()).containsExactly(port);
    }
    assertThat(sockets.ports()).isEmpty();
    FlowTester.eventually(
        () -> {
          try (DatagramSocket free = new DatagramSocket(null)) {
            free.setReuseAddress(false);
            free.bind(new InetSocketAddress(port));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Test
  void a_port_that_another_program_has_is_an_error_in_the_log() throws IOException {
    try (DatagramSocket other = new DatagramSocket(null)) {
      other.setReuseAddress(false);
      other.bind(new InetSocketAddress(0));
      in.with("port", other.getLocalPort()).starts();

      in.assertLogged(LogEntry.Level.ERROR, "error: EADDRINUSE");
      assertThat(sockets.ports()).isEmpty();
      assertThat(in.flow().received("errors")).isEmpty();
    }
  }

  @Test
  void what_the_flow_cannot_keep_up_with_is_dropped_and_counted() {
    CountDownLatch gate = new CountDownLatch(1);
    NodeType slow =
        NodeType.named("slow")
            .inputs(1)
            .create(
                (config, context) ->
                    new Node() {
                      @Override
                      public io.vertx.core.Future<Void> receive(Message message, Outputs out) {
                        try {
                          gate.await();
                        } catch (InterruptedException e) {
                          Thread.currentThread().interrupt();
                        }
                        return Node.done();
                      }
                    });
    int port = Programs.freePort();
    try (FlowTester flow =
            FlowTester.start(
                List.of(UdpInNode.type(sockets), slow),
                FlowTester.tab(
                    FlowTester.node("in", "udp in", "slow")
                        .replace("\"id\"", "\"port\":\"" + port + "\",\"id\""),
                    FlowTester.node("slow", "slow")),
                RuntimeOptions.defaults().withMailbox(10, 1_000_000));
        NodeTester witness = NodeTester.of(UdpInNode.type(sockets)).with("port", port).starts()) {
      awaitListening(port);
      // What the one gets, the other was offered.
      FlowTester.eventually(
          () -> {
            send(port, "x");
            assertThat(witness.flow().received("out0")).hasSizeGreaterThan(100);
          });

      gate.countDown();

      FlowTester.eventually(
          () ->
              assertThat(flow.logged(LogEntry.Level.WARN))
                  .anyMatch(
                      text ->
                          text.matches(
                              "[1-9]\\d* datagrams were dropped because the flow can't keep up")));
    }
  }

  // ---- multicast ----

  @Test
  void a_group_can_be_listened_to_on_an_interface() throws IOException {
    NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
    in.with("multicast", "true")
        .with("group", "225.0.18.83")
        .with("iface", loopback.getName())
        .with("datatype", "utf8");
    int port = listens();
    in.assertLogged(LogEntry.Level.INFO, "udp multicast group 225.0.18.83");
    FlowTester.eventually(
        () ->
            assertThat(in.flow().statuses("node"))
                .last()
                .extracting(s -> s.status().text())
                .isEqualTo(loopback.getName() + " : 127.0.0.1"));

    try (DatagramChannel sender = DatagramChannel.open(java.net.StandardProtocolFamily.INET)) {
      sender.setOption(StandardSocketOptions.IP_MULTICAST_IF, loopback);
      sender.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
      sender.send(
          ByteBuffer.wrap("to the group".getBytes(StandardCharsets.UTF_8)),
          new InetSocketAddress("225.0.18.83", port));
    }

    in.assertSent("to the group");
  }

  @Test
  void a_message_can_be_sent_to_a_group() {
    int port = Programs.freePort();
    try (NodeTester multicast = NodeTester.of(UdpOutNode.type(sockets))) {
      multicast
          .with("multicast", "multi")
          .with("addr", "225.0.18.84")
          .with("iface", "127.0.0.1")
          .with("port", port);

      multicast.receives("hello");
      multicast.flow().settle("node");

      assertThat(multicast.flow().logged(LogEntry.Level.ERROR)).isEmpty();
      assertThat(multicast.flow().received("errors")).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3,    '',          Bad Multicast Address",
    "225.0.18.83, 192.0.2.77, Must be ip address of the required interface",
  })
  void a_group_that_cannot_be_joined_is_an_error_in_the_log(
      String group, String iface, String expected) {
    in.with("multicast", "true").with("group", group).with("iface", iface);
    in.with("port", Programs.freePort()).starts();

    in.assertLogged(LogEntry.Level.ERROR, expected);
    assertThat(sockets.ports()).isEmpty();
  }

  @Test
  void an_interface_that_is_not_there_is_warned_of() {
    in.with("multicast", "true").with("group", "225.0.18.83").with("iface", "nowhere0");
    listens();

    in.assertLogged(LogEntry.Level.WARN, "udp: interface nowhere0 not found");
  }

  // ---- out ----

  private static final class Receiver implements AutoCloseable {
    private final DatagramSocket socket;

    Receiver() {
      try {
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.setSoTimeout(PATIENCE_MILLIS);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    int port() {
      return socket.getLocalPort();
    }

    DatagramPacket packet() {
      DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
      try {
        socket.receive(packet);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return packet;
    }

    String text() {
      DatagramPacket packet = packet();
      return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  @Test
  void a_message_becomes_a_datagram() {
    try (Receiver receiver = new Receiver()) {
      out.with("addr", "127.0.0.1").with("port", receiver.port()).with("multicast", "false");

      out.receives("hello", Buffer.buffer("bytes"), 12L, null, List.of(1L, 2L));

      assertThat(
              List.of(
                  receiver.text(),
                  receiver.text(),
                  receiver.text(),
                  receiver.text(),
                  receiver.text()))
          .containsExactly("hello", "bytes", "12", "null", "1,2");
    }
  }

  @Test
  void the_payload_may_be_base64() {
    try (Receiver receiver = new Receiver()) {
      out.with("addr", "127.0.0.1").with("port", receiver.port()).with("base64", true);

      out.receives("aGVsbG8=");

      assertThat(receiver.text()).isEqualTo("hello");
    }
  }

  @Test
  void the_message_may_say_where_to() {
    try (Receiver receiver = new Receiver()) {
      out.receives(
          Message.ofPayload("hello").with("ip", "127.0.0.1").with("port", (long) receiver.port()));

      assertThat(receiver.text()).isEqualTo("hello");
    }
  }

  @Test
  void a_local_port_can_be_chosen() {
    int local = Programs.freePort();
    try (Receiver receiver = new Receiver()) {
      out.with("addr", "127.0.0.1").with("port", receiver.port()).with("outport", local);

      out.receives("hello");

      assertThat(receiver.packet().getPort()).isEqualTo(local);
    }
  }

  @Test
  void a_node_that_listens_on_the_local_port_gets_the_answers() {
    in.with("datatype", "utf8");
    int local = listens();
    try (Receiver receiver = new Receiver()) {
      out.with("addr", "127.0.0.1").with("port", receiver.port()).with("outport", local);
      out.receives("question");
      DatagramPacket question = receiver.packet();
      assertThat(question.getPort()).isEqualTo(local);

      send(question.getPort(), "answer");

      in.assertSent("answer");
    }
  }

  @Test
  void a_node_that_listens_on_the_port_that_is_sent_to_lends_its_socket() {
    in.with("datatype", "utf8");
    int port = listens();
    out.with("addr", "127.0.0.1").with("port", port);

    out.receives("to ourselves");

    assertThat(in.awaitSent(0, 1).get(0).get("port")).isEqualTo((long) port);
  }

  @Test
  void what_is_missing_is_warned_of() {
    out.receives(Message.ofPayload("x"));
    out.receives(Message.ofPayload("x").with("ip", "127.0.0.1"));
    for (Object port : new Object[] {"0", -1L, 65_536L, "x"}) {
      out.receives(Message.ofPayload("x").with("ip", "127.0.0.1").with("port", port));
    }
    out.receives(Message.create().with("ip", ""));

    FlowTester.eventually(
        () ->
            assertThat(out.flow().logged(LogEntry.Level.WARN))
                .containsExactly(
                    "udp: ip address not set",
                    "udp: port not set",
                    "udp: port number not valid",
                    "udp: port number not valid",
                    "udp: port number not valid",
                    "udp: port number not valid"));
  }

  @Test
  void what_cannot_be_sent_is_an_error() {
    out.with("addr", "127.0.0.1").with("port", 9);

    out.receives(Buffer.buffer(new byte[70_000]));

    assertThat((String) out.error().get("message")).startsWith("udp : ");
  }

  @Test
  void all_in_the_network_can_be_reached() {
    try (Receiver receiver = new Receiver()) {
      // On the loopback interface every address of its network is the machine's own.
      out.with("multicast", "broad").with("addr", "127.255.255.255").with("port", receiver.port());

      out.receives("to all");
      out.flow().settle("node");

      assertThat(out.flow().received("errors")).isEmpty();
    }
  }

  @Test
  void nodes_with_the_same_local_port_share_it() {
    int local = Programs.freePort();
    try (Receiver receiver = new Receiver();
        NodeTester second = NodeTester.of(UdpOutNode.type(sockets))) {
      out.with("addr", "127.0.0.1").with("port", receiver.port()).with("outport", local);
      second.with("addr", "127.0.0.1").with("port", receiver.port()).with("outport", local);

      out.receives("one");
      assertThat(receiver.packet().getPort()).isEqualTo(local);
      second.receives("two");
      assertThat(receiver.packet().getPort()).isEqualTo(local);
      out.flow().deploy("[]");
      second.receives("three");

      assertThat(receiver.packet().getPort()).isEqualTo(local);
    }
    assertThat(sockets.ports()).isEmpty();
  }
}
