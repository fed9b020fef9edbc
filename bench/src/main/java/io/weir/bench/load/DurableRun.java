package io.weir.bench.load;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Messages that have to be kept, since those they are for are away: {@code DurableRun [--messages
 * N] [--window W] [--payload BYTES] [PEER…]}, with weir-process, weir-second, weir-device and
 * mosquitto as peers. Each publishes by QoS 1 with so many unacknowledged; then the broker is
 * killed, started again, and has to give back what it had acknowledged.
 */
public final class DurableRun {
  private DurableRun() {}

  /** Runs what the arguments say. */
  public static void main(String[] arguments) throws Exception {
    int messages = 20_000;
    int window = 200;
    int payload = 64;
    List<String> peers = List.of("weir-process", "weir-second", "weir-device", "mosquitto");
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--messages" -> messages = Integer.parseInt(arguments[++i]);
        case "--window" -> window = Integer.parseInt(arguments[++i]);
        case "--payload" -> payload = Integer.parseInt(arguments[++i]);
        default -> {
          peers = Arrays.asList(arguments).subList(i, arguments.length);
          i = arguments.length;
        }
      }
    }
    for (String peer : peers) {
      run(peer, messages, window, payload);
    }
  }

  private static void run(String peer, int messages, int window, int payload) throws Exception {
    Path folder = Files.createTempDirectory("weir-bench");
    BrokerProcess broker = start(peer, folder);
    try {
      try (PlainClient away = new PlainClient(broker.port(), 0, "away", true)) {
        away.subscribe("q", 1);
      }
      double cpu = broker.cpuSeconds();
      long written = broker.writtenBytes();
      double seconds = publish(broker.port(), messages, window, payload);
      System.out.printf(
          Locale.ROOT,
          "%-13s %,9.0f acknowledged a second, %6.1f µs CPU and %,6d bytes to the device for each%n",
          peer,
          messages / seconds,
          (broker.cpuSeconds() - cpu) / messages * 1e6,
          (broker.writtenBytes() - written) / messages);
      broker.kill();
      broker = start(peer, folder);
      System.out.printf(
          Locale.ROOT,
          "%-13s killed and started again in %.2f s: %,d of %,d messages are there%n%s",
          peer,
          broker.startSeconds(),
          received(broker.port(), messages),
          messages,
          restored(broker));
    } finally {
      broker.close();
    }
  }

  /** What the program itself says about what it has read. */
  private static String restored(BrokerProcess broker) throws IOException {
    StringBuilder lines = new StringBuilder();
    broker
        .output()
        .lines()
        .filter(line -> line.contains("restored in"))
        .forEach(line -> lines.append("  ").append(line).append('\n'));
    return lines.toString();
  }

  private static BrokerProcess start(String peer, Path folder) throws Exception {
    Path root = Path.of("").toAbsolutePath();
    if (peer.equals("mosquitto")) {
      return BrokerProcess.mosquitto(
          folder,
          """
          user root
          set_tcp_nodelay true
          persistence true
          persistence_location %s/
          autosave_interval 1
          autosave_on_changes true
          max_queued_messages 0
          """
              .formatted(folder));
    }
    return BrokerProcess.weir(
        root,
        folder,
        """
        mqtt:
          limits:
            queuedMessages: 1000000
            queuedBytes: 1000000000
        persistence:
          sync: %s
        """
            .formatted(peer.substring("weir-".length())));
  }

  /** Returns the seconds until all were acknowledged. */
  private static double publish(int port, int messages, int window, int payload)
      throws IOException {
    try (PlainClient publisher = new PlainClient(port, 0, "publisher", false)) {
      DataInputStream in = publisher.buffered();
      long begin = System.nanoTime();
      int acknowledged = 0;
      int sent = 0;
      while (acknowledged < messages) {
        int room = Math.min(messages, acknowledged + window) - sent;
        if (room >= Math.min(window / 2, messages - sent) && room > 0) {
          publisher.send(block(sent, room, payload));
          sent += room;
        }
        PlainClient.receive(in);
        acknowledged++;
      }
      return (System.nanoTime() - begin) / 1e9;
    }
  }

  private static byte[] block(int first, int count, int payload) {
    byte[][] packets = new byte[count][];
    int length = 0;
    for (int i = 0; i < count; i++) {
      byte[] packet = Packets.publish("q", new byte[payload], 1);
      int id = (first + i) % 65_535 + 1;
      int at = Packets.packetIdOffset(packet, "q");
      packet[at] = (byte) (id >> 8);
      packet[at + 1] = (byte) id;
      packets[i] = packet;
      length += packet.length;
    }
    byte[] block = new byte[length];
    int at = 0;
    for (byte[] packet : packets) {
      System.arraycopy(packet, 0, block, at, packet.length);
      at += packet.length;
    }
    return block;
  }

  /** How many of the messages the one who was away gets. */
  private static int received(int port, int messages) throws IOException {
    try (PlainClient back = new PlainClient(port, 0, "away", true)) {
      DataInputStream in = back.buffered();
      int count = 0;
      while (count < messages) {
        byte[] publish;
        try {
          publish = PlainClient.receive(in);
        } catch (IOException nothingMore) {
          break;
        }
        int at = 2 + ((publish[0] & 0xFF) << 8 | (publish[1] & 0xFF));
        back.send(Packets.pubAck((publish[at] & 0xFF) << 8 | (publish[at + 1] & 0xFF)));
        count++;
      }
      return count;
    }
  }
}
