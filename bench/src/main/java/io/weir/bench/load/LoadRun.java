package io.weir.bench.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Runs scenarios against peers in turn, round after round, so that a machine that slows down slows
 * them all; prints messages per CPU second and, round by round, the ratios to the first peer.
 *
 * <p>{@code LoadRun [--rounds N] [--seconds S] [--warm-up S] PEERS SCENARIO…}, with peers separated
 * by commas: weir, mosquitto, aedes, node-red. Scenarios with a rate say too how long messages
 * take.
 */
public final class LoadRun {
  private LoadRun() {}

  /** Runs what the arguments say. */
  public static void main(String[] arguments) throws Exception {
    int rounds = 3;
    double seconds = 5;
    double warmUp = 5;
    List<String> words = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--rounds" -> rounds = Integer.parseInt(arguments[++i]);
        case "--seconds" -> seconds = Double.parseDouble(arguments[++i]);
        case "--warm-up" -> warmUp = Double.parseDouble(arguments[++i]);
        default -> words.add(arguments[i]);
      }
    }
    if (words.size() < 2) {
      System.err.println("LoadRun [--rounds N] [--seconds S] [--warm-up S] PEERS SCENARIO...");
      System.exit(2);
    }
    List<String> peers = Arrays.asList(words.get(0).split(",", -1));
    System.out.printf(
        Locale.ROOT,
        "machine: %s %s, %d cores; Java %s; %d rounds of %.0f s after %.0f s%n",
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        Runtime.version(),
        rounds,
        seconds,
        warmUp);
    for (String name : words.subList(1, words.size())) {
      scenario(Scenario.of(name), peers, rounds, warmUp, seconds);
    }
  }

  private static void scenario(
      Scenario scenario, List<String> peers, int rounds, double warmUp, double seconds)
      throws Exception {
    Map<String, List<Double>> perCpuSecond = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (String name : peers) {
        LoadClient.Outcome outcome = measure(name, scenario, warmUp, seconds);
        perCpuSecond.computeIfAbsent(name, peer -> new ArrayList<>()).add(outcome.perCpuSecond());
        System.out.printf(
            Locale.ROOT,
            "%-14s %-10s round %d: %,10.0f msg/s, %.2f cores, %,10.0f msg per CPU second%n",
            scenario.name(),
            name,
            round + 1,
            outcome.messages() / outcome.seconds(),
            outcome.cpuSeconds() / outcome.seconds(),
            outcome.perCpuSecond());
        Latencies latencies = outcome.latencies();
        if (!latencies.isEmpty()) {
          System.out.printf(
              Locale.ROOT,
              "%-14s %-10s round %d: p50 %,.0f us, p99 %,.0f us, p99.9 %,.0f us%n",
              scenario.name(),
              name,
              round + 1,
              latencies.micros(0.5),
              latencies.micros(0.99),
              latencies.micros(0.999));
        }
      }
    }
    List<Double> ours = perCpuSecond.get(peers.get(0));
    for (String name : peers.subList(1, peers.size())) {
      List<Double> theirs = perCpuSecond.get(name);
      double[] ratios = new double[rounds];
      for (int round = 0; round < rounds; round++) {
        ratios[round] = ours.get(round) / theirs.get(round);
      }
      Arrays.sort(ratios);
      System.out.printf(
          Locale.ROOT,
          "%-14s %s / %s: median %.2f, from %.2f to %.2f%n",
          scenario.name(),
          peers.get(0),
          name,
          // Of an even number of rounds the middle lies between two.
          (ratios[(rounds - 1) / 2] + ratios[rounds / 2]) / 2,
          ratios[0],
          ratios[rounds - 1]);
    }
  }

  private static LoadClient.Outcome measure(
      String name, Scenario scenario, double warmUp, double seconds) throws Exception {
    try (Peer peer = Peer.start(name, scenario, Path.of("").toAbsolutePath())) {
      LoadClient client = new LoadClient(scenario, peer.port());
      LoadClient.Outcome outcome = client.run(warmUp, seconds, peer::cpuNanos);
      client.close();
      return outcome;
    }
  }
}
