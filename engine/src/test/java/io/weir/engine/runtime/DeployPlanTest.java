package io.weir.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.engine.blueprint.SubflowExpander;
import io.weir.engine.flow.FlowDiff;
import io.weir.engine.flow.FlowDocument;
import io.weir.engine.flow.FlowReader;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeCatalog;
import io.weir.engine.node.NodePack;
import io.weir.engine.node.NodeType;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeployPlanTest {
  private static final NodeCatalog CATALOG =
      NodeCatalog.of(
          List.of(
              new NodePack() {
                @Override
                public String module() {
                  return "test";
                }

                @Override
                public String version() {
                  return "1";
                }

                @Override
                public List<NodeType> types() {
                  return List.of(
                      NodeType.named("n").create((config, context) -> new Node() {}),
                      NodeType.named("cfg").config().create((config, context) -> new Node() {}));
                }
              }));

  /** Two chains on one tab, a subflow between them, and another tab. */
  private static final String BASE =
      """
      [{'id':'t','type':'tab','env':[]},
       {'id':'u','type':'tab','env':[]},
       {'id':'c','type':'cfg','v':1},
       {'id':'a','type':'n','z':'t','x':1,'y':1,'note':'a','wires':[['b']]},
       {'id':'b','type':'n','z':'t','x':1,'y':1,'note':'b','wires':[['i']]},
       {'id':'i','type':'subflow:s','z':'t','x':1,'y':1,'wires':[['e']]},
       {'id':'e','type':'n','z':'t','x':1,'y':1,'wires':[]},
       {'id':'y','type':'n','z':'t','x':1,'y':1,'note':'y','wires':[['z']]},
       {'id':'z','type':'n','z':'t','x':1,'y':1,'conf':'c','wires':[]},
       {'id':'w','type':'n','z':'u','x':1,'y':1,'note':'w','wires':[]},
       {'id':'s','type':'subflow','in':[{'wires':[{'id':'p'}]}],'out':[{'wires':[{'id':'p','port':0}]}]},
       {'id':'p','type':'n','z':'s','x':1,'y':1,'note':'p','wires':[[]]}]""";

  private static FlowDocument document(String json) {
    return FlowReader.read(json.replace('\'', '"'));
  }

  private static DeployPlan plan(String after, DeployType type) {
    FlowDocument was = document(BASE);
    FlowDocument next = document(after);
    return DeployPlan.of(
        FlowDiff.between(was, next, Set.of()),
        type,
        SubflowExpander.expand(was, CATALOG),
        SubflowExpander.expand(next, CATALOG));
  }

  @ParameterizedTest(name = "{0}: {1} becomes {2}, on t stops {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "NODES | 'note':'a' | 'note':'n' | a",
        "FLOWS | 'note':'a' | 'note':'n' | a b i i-p e",
        "FLOWS | 'note':'y' | 'note':'n' | y z",
        "NODES | [['b']]   | [['b','z']] | ^^",
        "FLOWS | [['b']]   | [['b','z']] | a b i i-p e y z",
        "NODES | 'note':'p' | 'note':'n' | i i-p",
        "FLOWS | 'note':'p' | 'note':'n' | a b i i-p e",
        "NODES | 'v':1 | 'v':2 | z",
        "FLOWS | 'v':1 | 'v':2 | y z",
        "NODES | 'note':'w' | 'note':'n' | ^^",
        "FLOWS | 'note':'w' | 'note':'n' | ^^",
        "NODES | [['e']] | [[]] | ^^",
      })
  void restarts_no_more_than_the_type_says(
      DeployType type, String from, String to, String stopped) {
    assertThat(BASE).contains(from);
    DeployPlan plan = plan(BASE.replace(from, to), type);

    Set<String> expected =
        stopped == null || stopped.isBlank() ? Set.of() : Set.of(stopped.strip().split(" "));
    assertThat(plan.stopNodes().get("t")).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(plan.startNodes().get("t")).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(plan.stopFlows()).isEmpty();
    assertThat(plan.startFlows()).isEmpty();
  }

  @Test
  void a_full_deploy_restarts_all_flows() {
    DeployPlan plan = plan(BASE, DeployType.FULL);

    assertThat(plan.stopFlows()).containsExactly("global", "t", "u");
    assertThat(plan.startFlows()).containsExactly("global", "t", "u");
  }

  @Test
  void nothing_new_restarts_nothing() {
    DeployPlan plan = plan(BASE, DeployType.NODES);

    assertThat(plan.stopFlows()).isEmpty();
    assertThat(plan.startNodes().values()).allMatch(Set::isEmpty);
  }

  @Test
  void a_new_unconnected_node_restarts_nothing_else() {
    String more =
        BASE.replace(
            "{'id':'w'", "{'id':'new','type':'n','z':'t','x':1,'y':1,'wires':[]},{'id':'w'");

    assertThat(plan(more, DeployType.FLOWS).stopNodes().get("t")).isEmpty();
    assertThat(plan(more, DeployType.FLOWS).startNodes().get("t")).containsExactly("new");
  }

  @Test
  void a_tab_that_is_gone_new_or_has_other_variables_goes_as_a_whole() {
    DeployPlan gone =
        plan(
            BASE.replace("{'id':'u','type':'tab'", "{'id':'u','disabled':true,'type':'tab'"),
            DeployType.NODES);
    DeployPlan other =
        plan(
            BASE.replace(
                "{'id':'u','type':'tab','env':[]}",
                "{'id':'u','type':'tab','env':[{'name':'A','value':'1'}]}"),
            DeployType.NODES);

    assertThat(gone.stopFlows()).containsExactly("u");
    assertThat(gone.startFlows()).isEmpty();
    assertThat(other.stopFlows()).containsExactly("u");
    assertThat(other.startFlows()).containsExactly("u");
    assertThat(other.stopNodes().get("t")).isEmpty();
  }

  @Test
  void a_node_that_moves_to_another_tab_stops_there_and_starts_here() {
    DeployPlan plan =
        plan(
            BASE.replace("'id':'w','type':'n','z':'u'", "'id':'w','type':'n','z':'t'"),
            DeployType.NODES);

    assertThat(plan.stopNodes().get("u")).containsExactly("w");
    assertThat(plan.startNodes().get("t")).containsExactly("w");
  }
}
