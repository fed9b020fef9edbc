package io.weir.bench.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Starts Weir and Node-RED in turn with flows of some size: how long the start takes, how much
 * memory and idle CPU it costs, and how long a deploy of everything and of one changed node takes.
 *
 * <p>{@code DeployRun [PEERS [NODES…]]}, by default {@code weir,node-red 100 1000 3000}.
 */
public final class DeployRun {
  private static final int NODES_PER_TAB = 50;
  private static final int NODES_PER_CHAIN = 5;
  private static final int DEPLOYS = 7;
  private static final int IDLE_SECONDS = 10;

  // Node-RED takes an offer of HTTP/2 for a WebSocket that nobody wants.
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private DeployRun() {}

  /** Runs what the arguments say. */
  public static void main(String[] arguments) throws Exception {
    List<String> peers =
        Arrays.asList((arguments.length > 0 ? arguments[0] : "weir,node-red").split(",", -1));
    List<Integer> sizes =
        arguments.length > 1
            ? Arrays.stream(arguments).skip(1).map(Integer::valueOf).toList()
            : List.of(100, 1_000, 3_000);
    for (int size : sizes) {
      for (String peer : peers) {
        measure(peer, size);
      }
    }
  }

  private static void measure(String name, int size) throws Exception {
    Path folder = Files.createTempDirectory("weir-bench");
    String flows = flows(size, 0);
    Path file = Files.writeString(folder.resolve("flows.json"), flows);
    long began = System.nanoTime();
    try (Peer peer = Peer.startEngine(name, folder, file, Path.of(".").toAbsolutePath())) {
      long startMillis = millisSince(began);
      TimeUnit.SECONDS.sleep(3);
      long cpuBefore = peer.cpuNanos();
      TimeUnit.SECONDS.sleep(IDLE_SECONDS);
      double idlePercent =
          (peer.cpuNanos() - cpuBefore) * 100.0 / TimeUnit.SECONDS.toNanos(IDLE_SECONDS);
      long resident = peer.residentKilobytes();
      long full = deploys(peer, size, "full");
      long one = deploys(peer, size, "nodes");
      System.out.printf(
          Locale.ROOT,
          "%-9s %,6d nodes: start %,6d ms, %,8d kB, idle %.1f %% of a core, deploy of all %,6d ms,"
              + " of one node %,6d ms%n",
          name,
          size,
          startMillis,
          resident,
          idlePercent,
          full,
          one);
    }
  }

  /** The median, in milliseconds. */
  private static long deploys(Peer peer, int size, String type) throws Exception {
    long[] millis = new long[DEPLOYS];
    for (int i = 0; i < DEPLOYS; i++) {
      String flows = flows(size, i + 1);
      long began = System.nanoTime();
      deploy(peer, flows, type);
      millis[i] = millisSince(began);
    }
    Arrays.sort(millis);
    return millis[DEPLOYS / 2];
  }

  private static void deploy(Peer peer, String flows, String type) throws Exception {
    HttpResponse<String> answer =
        CLIENT.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + peer.port() + "/flows"))
                .header("Content-Type", "application/json")
                .header("Node-RED-API-Version", "v2")
                .header("Node-RED-Deployment-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString("{\"flows\":" + flows + "}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("a deploy was answered with " + answer.statusCode());
    }
  }

  private static long millisSince(long began) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
  }

  /**
   * Chains of inject, function, change, switch and debug, fifty nodes on a tab.
   *
   * @param edit what the name of one node ends with, so that it is another one in each deploy
   */
  private static String flows(int nodes, int edit) {
    StringBuilder flows = new StringBuilder("[");
    int made = 0;
    for (int tab = 0; made < nodes; tab++) {
      flows.append(tab == 0 ? "" : ",");
      flows.append("{\"id\":\"t%d\",\"type\":\"tab\",\"label\":\"%d\"}".formatted(tab, tab));
      int onTab = Math.min(NODES_PER_TAB, nodes - made);
      for (int chain = 0; chain < onTab / NODES_PER_CHAIN; chain++) {
        flows.append(chain(tab, chain, tab == 0 && chain == 0 ? edit : 0));
      }
      made += onTab;
    }
    return flows.append(']').toString();
  }

  private static String chain(int tab, int chain, int edit) {
    String id = "n" + tab + "x" + chain;
    String place = "\"z\":\"t" + tab + "\",\"x\":100,\"y\":" + 60 * (chain + 1);
    return """
        ,{"id":"ID1","type":"inject",PLACE,"props":[{"p":"payload"}],"payload":"1","payloadType":"num",
          "repeat":"","once":false,"wires":[["ID2"]]},
         {"id":"ID2","type":"function",PLACE,"func":"msg.payload *= 2; return msg;","outputs":1,
          "wires":[["ID3"]]},
         {"id":"ID3","type":"change",PLACE,
          "rules":[{"t":"set","p":"topic","pt":"msg","to":"t","tot":"str"}],"wires":[["ID4"]]},
         {"id":"ID4","type":"switch",PLACE,"property":"payload","propertyType":"msg",
          "rules":[{"t":"gt","v":"1","vt":"num"}],"checkall":"true","outputs":1,"wires":[["ID5"]]},
         {"id":"ID5","type":"debug",PLACE,"name":"out EDIT","active":false,"wires":[]}"""
        .replace("ID", id)
        .replace("PLACE", place)
        .replace("EDIT", "" + edit);
  }
}
