package io.weir.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.weir.engine.flow.FlowReader;
import io.weir.engine.message.MessageJson;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeType;
import io.weir.engine.testing.FlowTester;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * Random edits, deployed by random types: what runs in the end is what a fresh start of the same
 * file runs. A failure names its seed.
 */
class RandomEditsTest {
  private static final int EDITS = 40;

  /** What a node was made of. */
  private record Made(Map<String, Object> config, Object variable) implements Node {
    @Override
    public Future<Void> start() {
      return Node.done();
    }
  }

  private static NodeType type(String name) {
    NodeType.Builder builder = NodeType.named(name).inputs(1).outputs(1);
    if (name.equals("cfg")) {
      builder = builder.config();
    } else if (name.equals("from")) {
      builder = builder.linksTo("links");
    } else if (name.equals("to")) {
      builder = builder.linkedFrom("links");
    }
    return builder.create(
        (config, context) -> {
          Map<String, Object> seen = new TreeMap<>();
          for (String key : List.of("id", "z", "note", "conf", "links")) {
            seen.put(key, String.valueOf(config.raw(key)));
          }
          Object reference = config.raw("conf");
          seen.put(
              "hasConf",
              reference instanceof String id && context.configNode(id, Node.class).isPresent());
          return new Made(seen, context.env("V"));
        });
  }

  private static final List<NodeType> TYPES =
      List.of(type("n"), type("cfg"), type("from"), type("to"));

  /** A file under edit: entries by id, in order. */
  private static final class Sketch {
    private final Random random;
    private final Map<String, Map<String, Object>> entries = new LinkedHashMap<>();
    private int next;

    Sketch(Random random) {
      this.random = random;
      add("tab", null, false);
      add("tab", null, false);
      add("subflow", null, false);
      for (int i = 0; i < 12; i++) {
        edit();
      }
    }

    String json() {
      return MessageJson.text(List.copyOf(entries.values()));
    }

    private String add(String type, String container, boolean isPlaced) {
      String id = type.charAt(0) + "" + next++;
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("id", id);
      entry.put("type", type);
      if (container != null) {
        entry.put("z", container);
      }
      if (isPlaced) {
        entry.put("x", 1);
        entry.put("y", 1);
        entry.put("wires", List.of(List.of()));
      }
      entries.put(id, entry);
      return id;
    }

    private String any(String... types) {
      List<String> found = new ArrayList<>();
      entries.forEach(
          (id, entry) -> {
            for (String type : types) {
              if (String.valueOf(entry.get("type")).startsWith(type)) {
                found.add(id);
              }
            }
          });
      return found.isEmpty() ? null : found.get(random.nextInt(found.size()));
    }

    private void set(String id, String key, Object value) {
      if (id != null) {
        entries.get(id).put(key, value);
      }
    }

    private static List<Object> env(int value) {
      return List.of(Map.of("name", "V", "type", "num", "value", "" + value));
    }

    void edit() {
      String node = any("n", "from", "to", "subflow:");
      int number = random.nextInt(1_000);
      switch (random.nextInt(17)) {
        case 0, 1 -> set(add("n", any("tab", "subflow"), true), "conf", any("cfg"));
        case 2 -> set(add("cfg", random.nextBoolean() ? null : any("tab"), false), "note", number);
        case 3 -> add(random.nextBoolean() ? "from" : "to", any("tab"), true);
        case 4 -> addInstance();
        case 5 -> set(node, "note", number);
        case 6 -> set(node, "wires", List.of(List.of("" + any("n", "to"), "" + any("subflow:"))));
        case 7 -> set(node, "d", random.nextBoolean());
        case 8 -> entries.remove("" + any("n", "cfg", "from", "to"));
        case 9 -> set(any("cfg"), "note", number);
        case 10 -> set(node, "conf", any("cfg"));
        case 11 -> set(any("from", "to"), "links", List.of("" + any("from", "to")));
        case 12 -> set(any("tab"), "env", env(number));
        case 13 -> set(any("tab"), "disabled", random.nextBoolean());
        case 14 -> group(number);
        case 15 -> ports();
        default -> set(any("n"), "z", any("tab"));
      }
    }

    private void addInstance() {
      // On tabs alone, so that no subflow gets into itself.
      String subflow = any("subflow");
      if (subflow != null && entries.get(subflow).get("type").equals("subflow")) {
        add("subflow:" + subflow, any("tab"), true);
      }
    }

    private void group(int number) {
      String group = any("group");
      if (group == null || random.nextInt(4) == 0) {
        group = add("group", any("tab"), false);
      }
      set(group, "env", env(number));
      String member = any("n");
      if (member != null) {
        set(member, "g", group);
        set(group, "z", entries.get(member).get("z"));
      }
    }

    private void ports() {
      String subflow = any("subflow");
      if (subflow != null && entries.get(subflow).get("type").equals("subflow")) {
        set(subflow, "in", List.of(Map.of("wires", List.of(Map.of("id", "" + any("n"))))));
        set(
            subflow,
            "out",
            List.of(Map.of("wires", List.of(Map.of("id", "" + any("n"), "port", 0)))));
      }
    }
  }

  @RepeatedTest(25)
  void what_runs_is_what_a_fresh_start_would_run(RepetitionInfo repetition) {
    long seed = System.nanoTime() * 31 + repetition.getCurrentRepetition();
    Random random = new Random(seed);
    Sketch sketch = new Sketch(random);
    try (FlowTester edited = FlowTester.start(TYPES, sketch.json())) {
      for (int i = 0; i < EDITS; i++) {
        for (int n = random.nextInt(3); n >= 0; n--) {
          sketch.edit();
        }
        DeployType type = random.nextInt(8) == 0 ? DeployType.FULL : partial(random);
        edited.deploy(sketch.json(), type);
        if (i % 8 == 7) {
          compare(edited, sketch.json(), "seed " + seed + ", edit " + i + ", " + type);
        }
      }
    }
  }

  private static DeployType partial(Random random) {
    return random.nextBoolean() ? DeployType.NODES : DeployType.FLOWS;
  }

  private static void compare(FlowTester edited, String json, String what) {
    assertThat(FlowReader.read(json).revision()).isEqualTo(edited.runtime().document().revision());
    try (FlowTester fresh = FlowTester.start(TYPES, json)) {
      assertThat(graph(edited)).as(what).isEqualTo(graph(fresh));
    }
  }

  /** Every running node: what it was made of and where its wires lead. */
  private static Map<String, Object> graph(FlowTester tester) {
    Map<String, Object> graph = new TreeMap<>();
    for (RunningFlow flow : tester.runtime().services().directory().all()) {
      graph.put(
          flow.id(),
          FlowTester.get(
              flow.withSlots(
                  slots -> {
                    Map<String, Object> nodes = new TreeMap<>();
                    slots.forEach((id, slot) -> nodes.put(id, describe(slot)));
                    return nodes;
                  })));
    }
    return graph;
  }

  private static String describe(NodeSlot slot) {
    List<Object> wires = new ArrayList<>();
    for (int output = 0; output < slot.wires().outputs(); output++) {
      wires.add(slot.wires().ids(output));
    }
    Object made = slot.node() instanceof Made node ? node : slot.spec().type().name();
    return made + " " + wires;
  }
}
