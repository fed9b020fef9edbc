package io.weir.app.packs;

import static io.weir.engine.testing.FlowTester.tab;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.engine.node.Node;
import io.weir.engine.node.NodeCatalog;
import io.weir.engine.node.NodePack;
import io.weir.engine.node.NodeType;
import io.weir.engine.testing.FlowTester;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars of node types, the one of the tutorial above all. */
class NodeJarsTest {
  private static final Path TUTORIAL = Path.of("../docs/guide/own-nodes.md");
  private static final Pattern CODE = Pattern.compile("(?s)```java\\n(.*?)```");

  @TempDir private Path folder;

  private Path nodes() throws IOException {
    return Files.createDirectories(folder.resolve("nodes"));
  }

  private static void run(String tool, String... arguments) {
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said);
    int status = ToolProvider.findFirst(tool).orElseThrow().run(out, out, arguments);
    assertThat(status).as("%s: %s", tool, said).isZero();
  }

  /** What the tutorial says to do, with this code. */
  private Path jar(String name, String code, String service) throws IOException {
    Path work = Files.createDirectories(folder.resolve(name));
    Path source = Files.writeString(work.resolve("AverageNodes.java"), code);
    Path classes = work.resolve("classes");
    run(
        "javac",
        "-cp",
        System.getProperty("java.class.path"),
        "-proc:none",
        "-d",
        classes.toString(),
        source.toString());
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    Files.writeString(services.resolve("io.weir.engine.node.NodePack"), service);
    Path jar = nodes().resolve(name + ".jar");
    run("jar", "--create", "--file", jar.toString(), "-C", classes.toString(), ".");
    return jar;
  }

  private static String tutorialCode() throws IOException {
    Matcher code = CODE.matcher(Files.readString(TUTORIAL));
    assertThat(code.find()).isTrue();
    return code.group(1);
  }

  private NodeJars load(List<NodePack> standard) throws IOException {
    return NodeJars.load(nodes(), standard);
  }

  private record Standard(List<NodeType> types) implements NodePack {
    @Override
    public String module() {
      return "standard";
    }

    @Override
    public String version() {
      return "1.0.0";
    }
  }

  @Test
  void the_node_of_the_tutorial_works() throws IOException {
    jar("example-average", tutorialCode(), "example.AverageNodes");

    NodeJars jars = load(List.of());

    assertThat(jars.unusable()).isEmpty();
    NodePack pack = jars.packs().get(0);
    assertThat(pack.module()).isEqualTo("example-average");
    try (FlowTester flow =
        FlowTester.start(
            pack.types(),
            tab(
                "{\"id\":\"a\",\"type\":\"average\",\"z\":\"t\",\"count\":2,\"x\":1,\"y\":1,"
                    + "\"wires\":[[\"end\"]]}",
                "{\"id\":\"end\",\"type\":\"test-collector\",\"z\":\"t\",\"x\":1,\"y\":1}",
                "{\"id\":\"c\",\"type\":\"test-catcher\",\"z\":\"t\",\"x\":1,\"y\":1}"))) {
      for (Object payload : List.of(10, 20, 40, "x")) {
        flow.send("a", payload);
      }
      assertThat(flow.awaitMessages("end", 3))
          .extracting(message -> ((Number) message.payload()).doubleValue())
          .containsExactly(10.0, 15.0, 30.0);
      assertThat(flow.awaitMessages("c", 1).get(0).toString()).contains("not a number: x");
      assertThat(flow.statuses("a")).isNotEmpty();
    }
  }

  @Test
  void a_jar_sees_what_nodes_are_written_against_and_no_more() throws Exception {
    jar("example-average", tutorialCode(), "example.AverageNodes");

    ClassLoader loader = load(List.of()).packs().get(0).getClass().getClassLoader();

    assertThat(loader.loadClass("io.weir.engine.message.Message").getClassLoader())
        .isSameAs(NodePack.class.getClassLoader());
    for (String hidden :
        List.of("com.fasterxml.jackson.databind.ObjectMapper", "io.weir.app.Weir")) {
      assertThatThrownBy(() -> loader.loadClass(hidden)).isInstanceOf(ClassNotFoundException.class);
    }
  }

  @Test
  void a_jar_that_can_not_be_used_is_named_and_the_others_are() throws IOException {
    Files.writeString(nodes().resolve("a-broken.jar"), "no jar");
    jar("b-missing", tutorialCode(), "example.NotThere");
    Path good = jar("c-good", tutorialCode(), "example.AverageNodes");
    Files.copy(good, nodes().resolve("d-again.jar"));
    String failing =
        tutorialCode()
            .replace(
                "return List.of(AverageNode.TYPE);",
                "throw new IllegalStateException(\"no luck\");");
    jar("e-failing", failing, "example.AverageNodes");
    Files.writeString(nodes().resolve("readme.txt"), "no jar either");

    NodeJars jars = load(List.of());

    assertThat(jars.packs()).hasSize(1);
    assertThat(jars.unusable())
        .extracting(NodeCatalog.Unusable::module)
        .containsExactly("a-broken", "b-missing", "d-again", "e-failing");
    assertThat(jars.unusable().get(0).why()).contains("a-broken.jar", "names no pack");
    assertThat(jars.unusable().get(1).why()).contains("b-missing.jar", "example.NotThere");
    assertThat(jars.unusable().get(2).why()).contains("d-again.jar", "average", "exists already");
    assertThat(jars.unusable().get(3).why()).contains("e-failing.jar", "no luck");
  }

  @Test
  void pictures_and_texts_are_taken_from_the_jar_and_nothing_else_is() throws IOException {
    Path classes = folder.resolve("with-files/classes");
    Files.createDirectories(classes.resolve("icons"));
    Files.createDirectories(classes.resolve("locales/de"));
    Files.writeString(classes.resolve("icons/mean.svg"), "<svg/>");
    Files.writeString(classes.resolve("locales/de/average.json"), "{}");
    jar("with-files", tutorialCode(), "example.AverageNodes");

    NodeCatalog catalog = NodeCatalog.of(load(List.of()).packs());

    assertThat(catalog.file("example-average", "icons/mean.svg")).isNotNull();
    assertThat(catalog.file("example-average", "locales/de/average.json")).isNotNull();
    assertThat(catalog.file("example-average", "icons/other.svg")).isNull();
    assertThat(catalog.file("other", "icons/mean.svg")).isNull();
    // Of the program it sees no files.
    assertThat(catalog.file("example-average", "io/weir/editor/web/index.html")).isNull();
  }

  @Test
  void a_jar_takes_no_standard_types_place() throws IOException {
    jar("example-average", tutorialCode(), "example.AverageNodes");
    NodeType own = NodeType.named("average").create((config, context) -> new Node() {});

    NodeJars jars = load(List.of(new Standard(List.of(own))));

    assertThat(jars.packs()).hasSize(1);
    assertThat(jars.unusable()).hasSize(1);
  }

  @Test
  void without_a_folder_there_are_none() {
    NodeJars jars = NodeJars.load(folder.resolve("none"), List.of());

    assertThat(jars.packs()).isEmpty();
    assertThat(jars.unusable()).isEmpty();
  }
}
