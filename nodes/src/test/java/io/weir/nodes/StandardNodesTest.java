package io.weir.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.engine.message.MessageJson;
import io.weir.engine.node.NodeCatalog;
import io.weir.engine.node.NodeType;
import io.weir.nodes.function.script.GraalScripts;
import java.util.List;
import java.util.Map;
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
            "mqtt in",
            "mqtt out",
            "mqtt-broker",
            "tls-config",
            "json");
    assertThat(NodeCatalog.of(List.of(pack)).types()).hasSameSizeAs(pack.types());
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
