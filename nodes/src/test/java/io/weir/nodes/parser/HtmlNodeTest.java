package io.weir.nodes.parser;

import static io.weir.engine.testing.FlowTester.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.Message;
import io.weir.engine.testing.NodeTester;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlNodeTest {
  private static final String PAGE =
      """
      <html><body><h1>A <b>heading</b></h1>
      <ul> <li>Coffee</li>
          <li>Tea &amp; milk</li></ul><ul><li>Milk</li></ul>
      <ol><li>Blue</li>
          <li>Red</li></ol>
      <span class="vegetables"><img src="foo.png"></span><img src="nope.png">
      <p></p><p a=1 checked DATA-x="q&quot;r">t<br>u<input disabled value='a<b'> </p>
      """;

  private final NodeTester node = NodeTester.of(HtmlNode.type(10));

  @AfterEach
  void stop() {
    node.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "html ~ body h1 ~ ['A <b>heading</b>']",
        "html ~ h4 ~ []",
        "html ~ ol ~ ['<li>Blue</li>\\n    <li>Red</li>']",
        "html ~ ul ~ ['<li>Coffee</li>\\n    <li>Tea &amp; milk</li>','<li>Milk</li>']",
        "html ~ span ~ ['<img src=|foo.png|/>']",
        "html ~ p ~ ['','t<br/>u<input disabled=|| value=|a&lt;b|/>']",
        "text ~ h1 ~ ['A heading']",
        "text ~ ul ~ [' Coffee\\n    Tea & milk','Milk']",
        "text ~ p ~ ['','tu ']",
        "attr ~ span img ~ [{'src':'foo.png'}]",
        "attr ~ p ~ [{},{'a':'1','checked':'','data-x':'q|r'}]",
        "compl ~ h1 ~ [{'_':'A <b>heading</b>'}]",
        "compl ~ p ~ [{'_':''},{'_':'t<br>u<input disabled=|| value=|a<b|>','a':'1','checked':'',"
            + "'data-x':'q|r'}]",
        "compl ~ ol ~ [{'_':'<li>Blue</li>\\n    <li>Red</li>'}]",
      })
  void takes_of_each_element(String result, String selector, String expected) {
    node.with("ret", result).with("tag", selector).receives(PAGE);

    node.assertSent(json(expected.replace("|", "\\\"")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "html ~ <p></p>it's \"q\" é&nbsp;😀 ~ <p/>it&apos;s &quot;q&quot; &#xE9;&#xA0;&#x1F600;",
        "compl ~ <p></p>it's \"q\" é&nbsp;&copy; ~ <p></p>it's \"q\" é&nbsp;©",
        "html ~ <a href=\"?a=1&amp;b='2'\">&lt;</a> ~"
            + " <a href=\"?a=1&amp;b=&apos;2&apos;\">&lt;</a>",
        "compl ~ <a href=\"?a=1&amp;b='2'&nbsp;&quot;\">&lt;&gt;</a> ~"
            + " <a href=\"?a=1&amp;b='2'&nbsp;&quot;\">&lt;&gt;</a>",
        "html ~ x<!-- c --><style>a>b{}</style> ~ x<!-- c --><style>a&gt;b{}</style>",
        "compl ~ x<!-- c --><style>a>b{}</style> ~ x<!-- c --><style>a>b{}</style>",
        "compl ~ <iframe><b></iframe><script>if(a<b && c)x()</script> ~"
            + " <iframe><b></iframe><script>if(a<b && c)x()</script>",
        "compl ~ <svg viewBox=\"0 0\"><path d=\"x\"/></svg> ~"
            + " <svg viewBox=\"0 0\"><path d=\"x\"></path></svg>",
        "html ~ <table><tr><td>1 ~ <table><tbody><tr><td>1</td></tr></tbody></table>",
      })
  void writes_the_content(String result, String html, String content) {
    node.with("ret", result).with("tag", "div").with("chr", "c").receives("<div>" + html);

    node.assertSent(List.of(result.equals("html") ? content : Map.of("c", content)));
  }

  @Test
  void sends_a_message_for_each_element_that_has_something() {
    node.with("ret", "text").with("as", "multi").with("tag", "ul,p");
    node.receives(Message.ofPayload(PAGE).with("parts", Map.of("id", "x", "y", 1)).with("t", 5));

    node.assertSent(" Coffee\n    Tea & milk", "Milk", "tu ");
    Message last = node.sent(0).get(2);
    assertThat(last.get("parts"))
        .isEqualTo(
            json("{'id':'%s','index':3,'count':4,'type':'string','ch':''}".formatted(last.id())));
    assertThat(last.get("t")).isEqualTo(5L);
  }

  @Test
  void sends_nothing_if_there_is_no_element_and_a_message_for_each_is_asked_for() {
    node.with("as", "multi").with("tag", "h4").receives(PAGE).assertSent();
  }

  @Test
  void takes_the_selector_of_the_message_if_it_has_none_of_its_own() {
    node.with("ret", "text");
    node.receives(Message.ofPayload(PAGE).with("select", "body h1"));
    node.receives(Message.ofPayload(PAGE).with("select", 5));
    node.receives(PAGE);

    node.assertSent(List.of("A heading"), List.of(), List.of());
  }

  @Test
  void its_own_selector_wins() {
    node.with("tag", "h1").with("ret", "text");
    node.receives(Message.ofPayload(PAGE).with("select", "ol"));

    node.assertSent(List.of("A heading"));
  }

  @Test
  void reads_one_property_and_writes_another() {
    node.with("property", "a.b").with("outproperty", "c.d").with("tag", "h1");
    node.receives(Message.ofPayload(1).with("a", Map.of("b", Buffer.buffer("<h1>é"))));

    Message sent = node.awaitSent(0, 1).get(0);
    assertThat(sent.get("c")).isEqualTo(Map.of("d", List.of("&#xE9;")));
    assertThat(sent.payload()).isEqualTo(1L);
  }

  @Test
  void writes_the_property_that_it_reads_if_no_other_is_named() {
    node.with("property", "a").with("tag", "h1");
    node.receives(Message.ofPayload(1).with("a", "<h1>x"));

    assertThat(node.awaitSent(0, 1).get(0).get("a")).isEqualTo(List.of("x"));
  }

  @Test
  void passes_a_message_without_the_property_and_reports_a_missing_parent() {
    node.with("property", "a.b").with("tag", "h1");
    node.receives(Message.ofPayload(1).with("a", Map.of()));
    node.assertSent(1);

    node.receives(2);
    node.assertFailed("TypeError");
  }

  @ParameterizedTest
  @CsvSource({"5,number", "true,boolean", "null,null", "[],object"})
  void reports_what_is_no_text(String value, String kind) {
    node.with("tag", "h1").receives(json(value));

    node.assertFailedWith("only texts and Buffers are read as HTML, not " + kind).assertSent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"p[", ":nope", "p >>> a", "(", "p:has("})
  void reports_a_selector_that_is_none(String selector) {
    node.with("tag", selector).receives(PAGE);

    assertThat(node.error().get("message")).asString().isNotEmpty();
    node.assertSent();
  }

  @Test
  @Timeout(60)
  void elements_may_be_nested_deeply() {
    int depth = 20_000;
    node.with("tag", "body").receives("<i>".repeat(depth) + "x");

    String content = ((List<?>) node.awaitSent(0, 1).get(0).payload()).get(0).toString();
    assertThat(content).hasSize(depth * "<i></i>".length() + 1);
  }

  @Test
  void refuses_what_is_too_large() {
    node.with("tag", "*").receives("x".repeat(16 * 1024 * 1024 + 1));
    assertThat(node.error().get("message")).asString().contains("at most 16777216 are read");

    node.receives("<i>".repeat(5_000) + "x".repeat(100_000));
    assertThat(node.flow().awaitMessages("errors", 2).get(1).get("error"))
        .asString()
        .contains("more than 67108864 characters");
    node.assertSent();
  }
}
