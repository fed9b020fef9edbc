package io.weir.bench.load;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What connections cost that do nothing: {@code IdleRun [--connections N] [--heap SIZE] [--classes
 * SHOWN] [--alone]}. Connects, compares the objects in the broker's heap before and after, then
 * asks each connection whether it is still there; the same beside it with mosquitto, unless alone.
 */
public final class IdleRun {
  private static final int PER_ADDRESS = 10_000;
  private static final int CLASSES_SHOWN = 15;
  private static final String USAGE =
      "IdleRun [--connections N] [--heap SIZE] [--classes SHOWN] [--alone]";

  private IdleRun() {}

  /** Runs what the arguments say. */
  public static void main(String[] arguments) throws Exception {
    int connections = 5_000;
    String heap = "1g";
    int classes = CLASSES_SHOWN;
    boolean isAlone = false;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--connections" -> connections = Integer.parseInt(arguments[++i]);
        case "--heap" -> heap = arguments[++i];
        case "--classes" -> classes = Integer.parseInt(arguments[++i]);
        case "--alone" -> isAlone = true;
        default -> throw new IllegalArgumentException(USAGE);
      }
    }
    Path root = Path.of("").toAbsolutePath();
    Path folder = Files.createTempDirectory("weir-bench");
    try (BrokerProcess weir = BrokerProcess.weirBroker(root, folder, "", "-Xmx" + heap)) {
      measure("weir, -Xmx" + heap, weir, connections, 0, classes);
    }
    if (isAlone) {
      return;
    }
    try (BrokerProcess mosquitto =
        BrokerProcess.mosquitto(Files.createTempDirectory("weir-bench"), "")) {
      measure("mosquitto", mosquitto, connections, 100, 0);
    }
  }

  private static void measure(
      String name, BrokerProcess broker, int count, int firstNetwork, int classes)
      throws Exception {
    boolean hasHeap = classes > 0;
    // What is loaded and made for the first connection of all is no cost of the others.
    try (PlainClient first = new PlainClient(broker.port(), firstNetwork, "first", false)) {
      first.ping();
    }
    Map<String, Long> before = hasHeap ? bytesByClass(broker.histogram()) : Map.of();
    long residentBefore = broker.residentKilobytes();
    List<PlainClient> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      clients.add(
          new PlainClient(broker.port(), firstNetwork + i / PER_ADDRESS, "idle-" + i, false));
    }
    Map<String, Long> after = hasHeap ? bytesByClass(broker.histogram()) : Map.of();
    long resident = broker.residentKilobytes();
    for (PlainClient client : clients) {
      client.ping();
    }
    System.out.printf(
        Locale.ROOT,
        "%s: %,d connections, each answered a ping; resident %,d KB, %,d KB before%n",
        name,
        count,
        resident,
        residentBefore);
    if (hasHeap) {
      long more = total(after) - total(before);
      System.out.printf(
          Locale.ROOT, "live heap for each: %,d bytes%n", Math.round((double) more / count));
      printClasses(before, after, count, classes);
    }
    for (PlainClient client : clients) {
      client.close();
    }
  }

  private static void printClasses(
      Map<String, Long> before, Map<String, Long> after, int count, int classes) {
    after.entrySet().stream()
        .map(e -> Map.entry(e.getKey(), e.getValue() - before.getOrDefault(e.getKey(), 0L)))
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(classes)
        .forEach(
            e ->
                System.out.printf(
                    Locale.ROOT,
                    "  %,7d bytes each: %s%n",
                    Math.round((double) e.getValue() / count),
                    e.getKey()));
  }

  private static long total(Map<String, Long> bytes) {
    return bytes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** A line has rank, instances, bytes and the name of the class. */
  private static Map<String, Long> bytesByClass(List<String> histogram) {
    Map<String, Long> bytes = new HashMap<>();
    for (String line : histogram) {
      String[] columns = line.strip().split("\\s+", -1);
      if (columns.length >= 4 && columns[0].endsWith(":") && columns[2].matches("[0-9]+")) {
        bytes.merge(columns[3], Long.parseLong(columns[2]), Long::sum);
      }
    }
    return bytes;
  }
}
