package io.weir.engine.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.engine.message.MessageJson;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowDocumentTest {

  @Test
  void has_the_revision_that_node_red_computes() {
    assertThat(FlowReader.read("[]").revision())
        .isEqualTo("4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945");
    assertThat(FlowReader.read(" [\n ] ").revision()).isEqualTo(FlowReader.read("[]").revision());
  }

  @Test
  void tells_nodes_from_config_nodes_by_their_position() {
    FlowDocument document =
        FlowReader.read(
            """
            [{"id":"t","type":"tab","label":"One"},
             {"id":"n","type":"any","z":"t","x":1,"y":2,"wires":[["m"],"old",[]]},
             {"id":"c","type":"any","x":1}]""");

    assertThat(document.tabs()).extracting(Tab::label).containsExactly("One");
    assertThat(document.nodes()).extracting(NodeDefinition::isConfig).containsExactly(false, true);
    assertThat(document.nodes().get(0).wires())
        .isEqualTo(List.of(List.of("m"), List.of("old"), List.of()));
  }

  @Test
  void keeps_what_it_does_not_know() {
    String file =
        "[{\"zzz\":{\"b\":1,\"a\":[null,1.5]},\"id\":\"x\",\"type\":\"never heard of\",\"wires\":[[]]}]";

    assertThat(MessageJson.text(FlowReader.read(file).raw())).isEqualTo(file);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1}|an object",
        "nonsense|not JSON",
        "[{\"type\":\"tab\"}]|entry 1 has no id",
        "[{\"id\":\"a\",\"type\":\"tab\"},{\"id\":\"b\"}]|entry 2 (id b) has no type",
        "[5]|entry 1 is not an object but number"
      })
  void says_what_is_wrong_with_text_that_is_no_flow_file(String text, String says) {
    assertThatThrownBy(() -> FlowReader.read(text))
        .isInstanceOf(FlowFormatException.class)
        .hasMessageContaining(says);
  }
}
