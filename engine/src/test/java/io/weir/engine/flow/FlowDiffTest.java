package io.weir.engine.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowDiffTest {
  /** What the tables change, one thing at a time. */
  private static final String BASE =
      """
      [{'id':'t','type':'tab','label':'T','env':[]},
       {'id':'u','type':'tab','label':'U','disabled':true},
       {'id':'g','type':'group','z':'t','name':'G','nodes':['a'],'env':[],'x':1,'y':1,'w':9,'h':9},
       {'id':'h','type':'group','z':'t','g':'g','env':[],'x':2,'y':2},
       {'id':'a','type':'n','z':'t','g':'h','x':1,'y':1,'note':'n','wires':[['b']]},
       {'id':'b','type':'n','z':'t','x':1,'y':1,'conf':'c','wires':[['i']]},
       {'id':'c','type':'cfg','deeper':'d'},
       {'id':'d','type':'cfg','value':1},
       {'id':'gc','type':'global-config','env':[]},
       {'id':'s','type':'subflow','name':'S','in':[{'x':1,'y':1,'wires':[{'id':'p'}]}],'out':[]},
       {'id':'p','type':'n','z':'s','x':1,'y':1,'note':'p','wires':[['q']]},
       {'id':'q','type':'n','z':'s','x':1,'y':1,'wires':[[]]},
       {'id':'o','type':'subflow','name':'O','in':[],'out':[]},
       {'id':'k','type':'subflow:s','z':'o','x':1,'y':1,'wires':[]},
       {'id':'i','type':'subflow:o','z':'t','x':1,'y':1,'wires':[]},
       {'id':'e','type':'n','z':'t','x':1,'y':1,'wires':[]}]""";

  private static FlowDocument document(String json) {
    return FlowReader.read(json.replace('\'', '"'));
  }

  @ParameterizedTest(name = "{0} becomes {1}: changed {2}, rewired {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        // Looks don't count.
        "'id':'a','type':'n','z':'t','g':'h','x':1 | 'id':'a','type':'n','z':'t','g':'h','x':7 | ^^ | ^^",
        "'label':'T' | 'label':'Other' | ^^ | ^^",
        "'nodes':['a'] | 'nodes':['a','b'] | ^^ | ^^",
        "'w':9 | 'w':8,'style':{} | ^^ | ^^",
        "'in':[{'x':1 | 'in':[{'x':5 | ^^ | ^^",
        // A node's own properties.
        "'note':'n' | 'note':'m' | a | ^^",
        "'note':'n' | 'note':'n','more':1 | a | ^^",
        "'note':'n', | ^^ | a | ^^",
        "'z':'t','g':'h' | 'z':'t','g':'g' | a | ^^",
        // Wires alone.
        "[['b']] | [['e']] | ^^ | a",
        "[['i']] | [[]] | ^^ | b",
        // Config nodes, as far as they are used.
        "'deeper':'d' | 'deeper':'d','v':2 | b c | ^^",
        "'value':1 | 'value':2 | b c d | ^^",
        // Groups, with the groups in them.
        "'name':'G' | 'name':'H' | a | ^^",
        "'g':'g','env':[] | 'g':'g','env':[{'name':'A','value':'1'}] | a | ^^",
        // Whatever is in a subflow, and the subflow itself.
        "'note':'p' | 'note':'r' | p k i | ^^",
        "[['q']] | [[]] | k i | p",
        "'name':'S' | 'name':'R' | k i | ^^",
        "{'id':'p'} | {'id':'q'} | k i | ^^",
        "'name':'O' | 'name':'R' | i | ^^",
      })
  void names_what_changed(String from, String to, String changed, String rewired) {
    assertThat(BASE).contains(from);
    FlowDiff diff =
        FlowDiff.between(
            document(BASE), document(BASE.replace(from, to == null ? "" : to)), Set.of());

    assertThat(diff.changed()).containsExactlyInAnyOrderElementsOf(words(changed));
    assertThat(diff.rewired()).containsExactlyInAnyOrderElementsOf(words(rewired));
    assertThat(diff.added()).isEmpty();
    assertThat(diff.removed()).isEmpty();
    assertThat(diff.restartedTabs()).isEmpty();
    assertThat(diff.isEverything()).isFalse();
    assertThat(diff.isEmpty()).isEqualTo(words(changed).isEmpty() && words(rewired).isEmpty());
  }

  private static Set<String> words(String text) {
    return text == null || text.isBlank() ? Set.of() : Set.of(text.strip().split(" "));
  }

  @Test
  void an_equal_document_has_no_difference() {
    assertThat(FlowDiff.between(document(BASE), document(BASE), Set.of()).isEmpty()).isTrue();
  }

  @Test
  void a_disabled_node_is_removed_and_an_enabled_one_added() {
    String disabled = BASE.replace("'id':'c','type':'cfg'", "'id':'c','type':'cfg','d':true");

    FlowDiff off = FlowDiff.between(document(BASE), document(disabled), Set.of());
    FlowDiff on = FlowDiff.between(document(disabled), document(BASE), Set.of());

    assertThat(off.removed()).containsExactly("c");
    assertThat(off.changed()).as("whoever uses it").containsExactly("b");
    assertThat(on.added()).containsExactly("c");
    assertThat(on.changed()).containsExactly("b");
  }

  @Test
  void a_node_that_is_gone_or_new_is_said_so() {
    String without = BASE.replace(",\n {'id':'e','type':'n','z':'t','x':1,'y':1,'wires':[]}", "");
    assertThat(without).isNotEqualTo(BASE);

    assertThat(FlowDiff.between(document(BASE), document(without), Set.of()).removed())
        .containsExactly("e");
    assertThat(FlowDiff.between(document(without), document(BASE), Set.of()).added())
        .containsExactly("e");
  }

  @Test
  void a_node_that_brings_credentials_has_changed() {
    assertThat(FlowDiff.between(document(BASE), document(BASE), Set.of("c")).changed())
        .containsExactlyInAnyOrder("c", "b");
  }

  @Test
  void variables_of_a_tab_restart_it_and_so_does_its_switch() {
    FlowDiff env =
        FlowDiff.between(
            document(BASE),
            document(BASE.replace("'label':'T','env':[]", "'env':[{'name':'A','value':'1'}]")),
            Set.of());
    FlowDiff enabled =
        FlowDiff.between(document(BASE), document(BASE.replace(",'disabled':true", "")), Set.of());

    assertThat(env.restartedTabs()).containsExactly("t");
    assertThat(enabled.restartedTabs()).containsExactly("u");
  }

  @Test
  void global_settings_concern_everything() {
    FlowDiff diff =
        FlowDiff.between(
            document(BASE),
            document(
                BASE.replace(
                    "'global-config','env':[]", "'global-config','env':[{'name':'A','value':1}]")),
            Set.of());

    assertThat(diff.isEverything()).isTrue();
  }
}
