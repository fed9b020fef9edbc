package io.weir.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeConfigTest {

  @Test
  void a_dot_in_a_key_leads_into_an_object() {
    NodeConfig config = new NodeConfig(Map.of("willMsg", Map.of("delay", "5"), "x", 1), Map.of());

    assertThat(config.raw("willMsg.delay")).isEqualTo("5");
    assertThat(config.raw("willMsg.expiry")).isNull();
    assertThat(config.raw("birthMsg.delay")).isNull();
    assertThat(config.raw("x.delay")).isNull();
  }
}
