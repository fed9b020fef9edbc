package io.weir.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NodeCatalogTest {
  private record Pack(String module, List<NodeType> types) implements NodePack {
    @Override
    public String version() {
      return "1.0.0";
    }
  }

  private static NodeType type(String name) {
    return NodeType.named(name).create((config, context) -> new Node() {});
  }

  private static final List<NodePack> PACKS =
      List.of(
          new Pack("core", List.of(type("exec"), type("debug"))),
          new Pack("own", List.of(type("average"))));

  @Test
  void has_all_types_of_its_packs() {
    assertThat(NodeCatalog.of(PACKS).types())
        .extracting(NodeType::name)
        .containsExactly("exec", "debug", "average");
  }

  @Test
  void leaves_out_excluded_sets_by_name_or_id() {
    NodeCatalog catalog = NodeCatalog.of(PACKS, Set.of("exec", "own/average", "nobody"));

    assertThat(catalog.types()).extracting(NodeType::name).containsExactly("debug");
    assertThat(catalog.sets()).extracting(NodeSet::id).containsExactly("core/debug");
    assertThat(catalog.type("exec")).isEmpty();
  }
}
