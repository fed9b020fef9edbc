package io.weir.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.engine.message.MessageJson;
import io.weir.engine.node.NodeCatalog;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Property;
import io.weir.nodes.function.script.GraalScripts;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StandardNodesTest {
  private final StandardNodes pack =
      new StandardNodes(
          (settings, listener) -> {
            throw new UnsupportedOperationException();
          },
          new GraalScripts());

  @Test
  void stand_in_palette_order() {
    assertThat(pack.types())
        .extracting(NodeType::name)
        .containsExactly(
            "inject",
            "debug",
            "complete",
            "catch",
            "status",
            "link in",
            "link call",
            "link out",
            "comment",
            "function",
            "switch",
            "change",
            "range",
            "template",
            "delay",
            "trigger",
            "exec",
            "rbe",
            "mqtt in",
            "mqtt out",
            "mqtt-broker",
            "tls-config",
            "http in",
            "http response",
            "http request",
            "http proxy",
            "websocket in",
            "websocket out",
            "websocket-listener",
            "websocket-client",
            "tcp in",
            "tcp out",
            "tcp request",
            "udp in",
            "udp out",
            "csv",
            "html",
            "json",
            "xml",
            "yaml",
            "split",
            "join",
            "sort",
            "batch",
            "file",
            "file in",
            "watch");
    assertThat(NodeCatalog.of(List.of(pack)).types()).hasSameSizeAs(pack.types());
  }

  /** Each of these is what the node does without the key; its form shows the same. */
  @Test
  void say_what_absent_keys_mean_where_that_is_not_the_default() {
    Map<String, Object> absent = new TreeMap<>();
    for (NodeType type : pack.types()) {
      for (Property<?> property : type.properties()) {
        Object meant = property.descriptor().get("ifAbsent");
        if (meant != null) {
          absent.put(type.name() + " " + property.key(), meant);
        }
      }
    }

    assertThat(absent)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("batch count", 1),
                Map.entry("batch interval", 0),
                Map.entry("change rules", List.of()),
                Map.entry("csv ret", "\\n"),
                Map.entry("csv spec", ""),
                Map.entry("exec addpay", "payload"),
                Map.entry("file in format", ""),
                Map.entry("file in sendError", true),
                Map.entry("html outproperty", Map.of("property", "property")),
                Map.entry(
                    "inject props",
                    List.of(
                        Map.of("p", "payload", "v", "", "vt", "str"),
                        Map.of("p", "topic", "v", "", "vt", "str"))),
                Map.entry("join build", "array"),
                Map.entry("join joiner", ""),
                Map.entry("join useparts", true),
                Map.entry("mqtt in datatype", "utf8"),
                Map.entry("sort targetType", "seq"),
                Map.entry("switch rules", List.of()),
                Map.entry("udp out multicast", "broad")));
  }

  @Test
  void all_have_what_the_palette_and_the_forms_need() {
    for (NodeType type : pack.types()) {
      Map<String, Object> descriptor = type.descriptor();
      assertThat(descriptor)
          .as(type.name())
          .containsKeys("category", "kind", "purpose", "inputs", "outputs", "properties");
      assertThat(type.help()).as(type.name()).isNotBlank();
      if (!type.isConfig()) {
        assertThat(descriptor).as(type.name()).containsKeys("color", "icon", "synonyms");
      }
      for (Object property : (List<?>) descriptor.get("properties")) {
        assertThat(((Map<?, ?>) property).containsKey("label")).as(type.name()).isTrue();
      }
      // It goes to the browser, so it must be JSON.
      assertThat(MessageJson.parse(MessageJson.text(descriptor))).isNotNull();
    }
  }
}
