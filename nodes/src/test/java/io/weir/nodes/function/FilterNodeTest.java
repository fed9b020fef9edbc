package io.weir.nodes.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.engine.event.LogEntry;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageJson;
import io.weir.engine.testing.FlowTester;
import io.weir.engine.testing.NodeTester;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterNodeTest {
  private final NodeTester node = NodeTester.of(FilterNode.TYPE);

  @AfterEach
  void stop() {
    node.close();
  }

  private static Message onTopic(Object topic, Object payload) {
    return Message.ofPayload(payload).with("topic", topic);
  }

  private static Message reset() {
    return Message.create().with("reset", true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'func':'deadbandEq','gap':'10'} | [0,2,4,6,8,10,15,20] | [0,10,20]",
        "{'func':'deadband','gap':'10'} | [0,2,4,'6 deg',8,20,15,'5 deg'] | [0,20,'5 deg']",
        "{'func':'deadband','gap':'10%'} | [100,95,105,111,120,135] | [100,111,135]",
        "{'func':'deadband','gap':''} | [1,1,2] | [1,2]",
        "{'func':'deadband','gap':2} | [1,3,4] | [1,4]",
        "{'func':'deadband','gap':'2','inout':'in'} | [0,2,4,7] | [0,7]",
        "{'func':'narrowbandEq','gap':'10','start':'1'} | [100,0,10,5,15,10,20,25] | [0,5,10]",
        "{'func':'narrowband','gap':'10'} | [0,20,40,'6 deg',18,20,50,'5 deg'] | [0,'6 deg','5 deg']",
        "{'func':'narrowband','gap':'10','inout':'in','start':'500'} | [50,55,200,205] | [55,205]",
        "{'func':'narrowband','gap':'0'} | [1,1,1,1,0,1] | [1,1,1,1,1]",
        "{'func':'narrowbandEq','gap':'0'} | [1,1] | []",
        "{} | ['a','a',2,2,{'b':1},{'b':1},{'c':2},true,false,false] | ['a',2,{'b':1},{'c':2},true,false]",
        "{} | [{},[],[],1,'1'] | [[],1,'1']",
        "{} | [null,null,0] | [null,0]",
        "{'func':'rbei'} | ['a','a','b','b','a'] | ['b','a']",
      })
  void passes_what_the_mode_says(String config, String payloads, String expected) {
    node.withJson(config);
    ((List<?>) FlowTester.json(payloads)).forEach(node::receives);

    assertThat(MessageJson.text(node.sent(0).stream().map(Message::payload).toList()))
        .isEqualTo(MessageJson.text(FlowTester.json(expected)));
  }

  @Test
  void a_value_that_is_no_number_passes_each_time() {
    node.receives(Double.NaN, Double.NaN);

    assertThat(node.awaitSent(0, 2)).hasSize(2);
  }

  @Test
  void warns_of_what_is_no_number_where_it_must_be_one() {
    node.with("func", "deadband").receives("warm").assertSent();

    node.assertLogged(LogEntry.Level.WARN, "no number found in payload");
  }

  @Test
  void remembers_each_topic_by_itself() {
    node.receives(onTopic("a", 1)).receives(onTopic("b", 1)).receives(onTopic("a", 1));
    node.receives(1, 1);

    node.assertSent(1, 1, 1);
  }

  @Test
  void remembers_one_value_for_all_topics_when_told_so() {
    node.with("septopics", false);
    node.receives(onTopic("a", 1)).receives(onTopic("b", 1)).receives(onTopic("a", 2));

    node.assertSent(1, 2);
  }

  @Test
  void takes_value_and_topic_from_other_properties() {
    node.withJson("{'property':'data.v','topi':'from.id'}");
    for (Object id : List.of(1, 2, 1)) {
      node.receives(
          Message.ofPayload(id).with("data", Map.of("v", 5)).with("from", Map.of("id", id)));
    }

    node.assertSent(1, 2);
  }

  @Test
  void ignores_a_message_without_the_value() {
    node.with("property", "data.v").receives(1).receives(Message.ofPayload(2).with("data", 3));

    node.assertSent();
  }

  @Test
  void forgets_a_topic_when_told_to() {
    node.receives(onTopic("a", 1)).receives(onTopic("b", 2));
    node.receives(reset().with("topic", "a"));

    node.receives(onTopic("a", 1)).receives(onTopic("b", 2)).assertSent(1, 2, 1);
  }

  @Test
  void forgets_all_topics_when_told_to_without_one() {
    node.receives(onTopic("a", 1)).receives(onTopic("b", 2)).receives(reset());

    node.receives(onTopic("a", 1)).receives(onTopic("b", 2)).assertSent(1, 2, 1, 2);
  }

  @Test
  void lets_the_message_that_resets_it_pass_if_it_has_a_value() {
    node.receives(1).receives(reset().with("payload", 1));

    node.assertSent(1, 1);
    assertThat(node.sent(0).get(1).has("reset")).isTrue();
  }
}
