package io.weir.nodes.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.engine.event.LogEntry;
import io.weir.engine.message.Message;
import io.weir.engine.node.NodeType;
import io.weir.engine.testing.FlowTester;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LinkNodesTest {
  private static final List<NodeType> TYPES =
      List.of(LinkInNode.TYPE, LinkOutNode.TYPE, LinkCallNode.TYPE, CompleteNode.TYPE);

  private FlowTester flow;

  @AfterEach
  void close() {
    flow.close();
  }

  private static String node(String id, String type, String tab, String more, String... targets) {
    return "{\"id\":\"%s\",\"type\":\"%s\",\"z\":\"%s\",\"x\":1,\"y\":1,%s\"wires\":[[%s]]}"
        .formatted(
            id,
            type,
            tab,
            more.replace('\'', '"'),
            targets.length == 0 ? "" : "\"" + String.join("\",\"", targets) + "\"");
  }

  private static String collector(String id, String tab) {
    return node(id, "test-collector", tab, "");
  }

  private void start(String... entries) {
    flow =
        FlowTester.start(
            TYPES,
            "[{\"id\":\"t\",\"type\":\"tab\"},{\"id\":\"u\",\"type\":\"tab\"},"
                + String.join(",", entries)
                + "]");
  }

  @Test
  void a_link_out_reaches_what_it_lists_and_what_lists_it_on_any_tab() {
    start(
        node("o", "link out", "t", "'links':['i1'],"),
        node("i1", "link in", "t", "'links':[],", "one"),
        node("i2", "link in", "u", "'links':['o'],", "two"),
        node("i3", "link in", "u", "'links':[],", "two"),
        collector("one", "t"),
        collector("two", "u"));

    flow.send("o", "x");

    Message here = flow.awaitMessages("one", 1).get(0);
    Message there = flow.awaitMessages("two", 1).get(0);
    assertThat(here.payload()).isEqualTo("x");
    assertThat(here.get("_event")).isEqualTo("node:o");
    assertThat(there.id()).isEqualTo(here.id());
    flow.settle("i3");
    assertThat(flow.received("two")).hasSize(1);
  }

  /** A subroutine that calls another one, on another tab. */
  private static final String[] SUBROUTINE = {
    node("outer", "link in", "u", "'name':'Outer',", "nested"),
    node("nested", "link call", "u", "'links':['innermost'],", "back"),
    node("back", "link out", "u", "'mode':'return',"),
    node("innermost", "link in", "t", "'name':'Inner',", "back2"),
    node("back2", "link out", "t", "'mode':'return',"),
  };

  private static String[] with(String[] entries, String... more) {
    String[] all = new String[entries.length + more.length];
    System.arraycopy(entries, 0, all, 0, entries.length);
    System.arraycopy(more, 0, all, entries.length, more.length);
    return all;
  }

  @Test
  void a_call_comes_back_through_calls_within_it_and_completes() {
    start(
        with(
            SUBROUTINE,
            node("c", "link call", "t", "'links':['outer'],", "one"),
            node("done", "complete", "t", "'scope':['c'],", "two"),
            collector("one", "t"),
            collector("two", "t")));

    flow.send("c", "x");

    Message answer = flow.awaitMessages("one", 1).get(0);
    assertThat(answer.payload()).isEqualTo("x");
    assertThat(answer.has("_linkSource")).isFalse();
    assertThat(answer.get("_event")).isEqualTo("node:back");
    assertThat(flow.awaitMessages("two", 1)).hasSize(1);
  }

  @Test
  void a_dynamic_call_finds_names_near_before_far_and_refuses_two() {
    start(
        with(
            SUBROUTINE,
            node("c", "link call", "t", "'linkType':'dynamic',", "one"),
            node("twin1", "link in", "u", "'name':'Twin',", "back"),
            node("twin2", "link in", "u", "'name':'Twin',", "back"),
            node("same1", "link in", "t", "'name':'Same',", "back2"),
            node("same2", "link in", "u", "'name':'Same',", "back"),
            collector("one", "t"),
            node("errors", "test-catcher", "t", "")));

    for (String target : List.of("Outer", "outer", "Same", "Twin", "nobody")) {
      flow.send("c", Message.ofPayload(target).with("target", target));
    }

    assertThat(flow.awaitMessages("one", 3))
        .extracting(Message::payload)
        .containsExactlyInAnyOrder("Outer", "outer", "Same");
    assertThat(flow.awaitMessages("errors", 2))
        .extracting(message -> String.valueOf(((Map<?, ?>) message.get("error")).get("message")))
        .containsExactly(
            "Error: Multiple link-in nodes named 'Twin' found",
            "Error: target link-in node 'nobody' not found");
  }

  @Test
  void a_call_that_nobody_answers_is_given_up_and_a_late_answer_goes_on_all_the_same() {
    start(
        node("c", "link call", "t", "'links':['i'],'timeout':'0.05',", "one"),
        node("i", "link in", "u", "", "held"),
        collector("held", "u"),
        node("back", "link out", "u", "'mode':'return',"),
        collector("one", "t"),
        node("errors", "test-catcher", "t", ""));

    flow.send("c", "x");

    Message failed = flow.awaitMessages("errors", 1).get(0);
    assertThat(((Map<?, ?>) failed.get("error")).get("message")).isEqualTo("timeout");
    assertThat((List<?>) failed.get("_linkSource")).hasSize(1);
    flow.send("back", flow.received("held").get(0));
    assertThat(flow.awaitMessages("one", 1).get(0).payload()).isEqualTo("x");
  }

  @Test
  void a_message_that_no_call_sent_can_not_go_back() {
    start(node("back", "link out", "t", "'mode':'return',"));

    flow.send("back", "x");

    FlowTester.eventually(
        () ->
            assertThat(flow.logged(LogEntry.Level.WARN))
                .containsExactly("Missing return node information"));
  }

  @Test
  void links_inside_a_subflow_lead_to_the_same_instance() {
    start(
        """
        {"id":"s","type":"subflow","in":[{"wires":[{"id":"so"}]}],
         "out":[{"wires":[{"id":"si","port":0}]}]}""",
        node("so", "link out", "s", "'links':['si'],"),
        node("si", "link in", "s", "'links':['so'],"),
        node("a", "subflow:s", "t", "", "one"),
        node("b", "subflow:s", "t", "", "two"),
        collector("one", "t"),
        collector("two", "t"));

    flow.send("a", "x");

    assertThat(flow.awaitMessages("one", 1)).hasSize(1);
    flow.settle("b");
    assertThat(flow.received("two")).isEmpty();
  }

  @Test
  void a_link_out_that_leads_nowhere_marks_the_message_all_the_same() {
    start(
        node("o", "link out", "t", "'mode':'return',"),
        node("p", "link out", "t", "'links':[],"),
        node("c", "complete", "t", "'scope':['o','p'],", "one"),
        collector("one", "t"));

    flow.send("o", "x");
    flow.send("p", "x");

    assertThat(flow.awaitMessages("one", 2))
        .extracting(message -> message.get("_event"))
        .containsExactly("node:o", "node:p");
  }

  @Test
  void a_call_of_nobody_fails_with_the_error_that_flows_know() {
    start(
        node("call", "link call", "t", "'linkType':'dynamic',"),
        node("fixed", "link call", "t", "'links':['gone'],"));

    flow.send("call", Message.of(Map.of("target", "nobody")));
    flow.send("call", Message.of(Map.of("payload", 1L)));
    flow.send("fixed", "x");

    FlowTester.eventually(
        () ->
            assertThat(flow.logged(LogEntry.Level.ERROR))
                .containsExactly(
                    "Error: target link-in node 'nobody' not found",
                    "Error: target link-in node '' not found",
                    "Error: target link-in node 'gone' not found"));
  }
}
