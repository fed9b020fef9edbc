package io.weir.nodes.parser;

import static io.weir.engine.testing.FlowTester.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.event.LogEntry;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageJson;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.engine.testing.NodeTester;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XmlNodeTest {
  private static final String HEADER =
      "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";

  private final NodeTester node = NodeTester.of(XmlNode.TYPE);

  @AfterEach
  void stop() {
    node.close();
  }

  private static String unescaped(String text) {
    return text.replace("\\n", "\n").replace("\\r", "\r");
  }

  // ---- reading ----

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "<a/> ~ {'a':''}",
        "<a></a > ~ {'a':''}",
        "<a> t </a> ~ {'a':' t '}",
        "<a b='1' c = \"2\"/> ~ {'a':{'$':{'b':'1','c':'2'}}}",
        "<a b='1'>t</a> ~ {'a':{'_':'t','$':{'b':'1'}}}",
        "<a><b>1</b><b>2</b></a> ~ {'a':{'b':['1','2']}}",
        "<a><b>1</b></a> ~ {'a':{'b':['1']}}",
        "<a> <b/> x </a> ~ {'a':{'_':'  x ','b':['']}}",
        "<a>x<b/>y</a> ~ {'a':{'_':'xy','b':['']}}",
        "<a> <b/></a> ~ {'a':{'b':['']}}",
        "<a b='x'> </a> ~ {'a':{'$':{'b':'x'}}}",
        "<a><b> </b></a> ~ {'a':{'b':[' ']}}",
        "<a><![CDATA[ ]]><b/></a> ~ {'a':{'_':' ','b':['']}}",
        "<a>1<![CDATA[<x>]]>&amp;&lt;&gt;&quot;&apos;&#65;&#x42;&#x1F600;</a> ~"
            + " {'a':'1<x>&<>|\\u0027AB😀'}",
        "<!-- c --><?pi x?><!DOCTYPE a [<!ENTITY e 'v>]'>]><a><!-- c -->t<?pi x?></a> ~ {'a':'t'}",
        "<n:a xmlns:n='u' n:b='1'/> ~ {'n:a':{'$':{'xmlns:n':'u','n:b':'1'}}}",
        "<a b='1' b='2'/> ~ {'a':{'$':{'b':'1'}}}",
        "<a b='&quot;&#10;x\\n y'/> ~ {'a':{'$':{'b':'|\\nx\\n y'}}}",
        "<a>\\r\\nx\\r\\n]]></a> ~ {'a':'\\r\\nx\\r\\n]]>'}",
        "<a/><b/> ~ {'a':''}",
        "<a/>x ~ {'a':''}",
        "\ufeff<a/> ~ {'a':''}",
        "\\n<?xml version='1.0'?>\\n<a/> ~ {'a':''}",
        "<a><_>x</_></a> ~ {'a':{'_':['x']}}",
        "`` ~ null",
        "`  \\n` ~ null",
      })
  void reads(String text, String expected) {
    node.receives(unescaped(text));

    node.assertSent(json(expected.replace("|", "\\\"")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "<a> ~ Unclosed root tag ~ 0 ~ 3 ~",
        "<a>\\nxy ~ Unclosed root tag ~ 1 ~ 2 ~",
        "<a><b></a> ~ Unexpected close tag ~ 0 ~ 10 ~ >",
        "<a>\\n<b>\\n</a> ~ Unexpected close tag ~ 2 ~ 4 ~ >",
        "</a> ~ Unmatched closing tag: a ~ 0 ~ 4 ~ >",
        "<a b></a> ~ Attribute without value ~ 0 ~ 5 ~ >",
        "<a b=1></a> ~ Unquoted attribute value ~ 0 ~ 6 ~ 1",
        "<a b='1'c='2'/> ~ No whitespace between attributes ~ 0 ~ 9 ~ c",
        "<a 1='1'/> ~ Invalid attribute name ~ 0 ~ 4 ~ 1",
        "x<a/> ~ Non-whitespace before first tag. ~ 0 ~ 1 ~ x",
        "<a>&e;</a> ~ Invalid character entity ~ 0 ~ 6 ~ ;",
        "<a>&#xffffffff;</a> ~ Invalid character entity ~ 0 ~ 15 ~ ;",
        "<a>&</a> ~ Invalid character in entity name ~ 0 ~ 5 ~ <",
        "<1a/> ~ Unencoded < ~ 0 ~ 2 ~ 1",
        "<a$/> ~ Invalid character in tag name ~ 0 ~ 3 ~ $",
        "<a/ > ~ Forward-slash in opening tag not followed by > ~ 0 ~ 4 ~",
        "<a></a b> ~ Invalid characters in closing tag ~ 0 ~ 8 ~ b",
        "<a>x<!-- -- --></a> ~ Malformed comment ~ 0 ~ 12 ~",
        "<a><!DOCTYPE b></a> ~ Inappropriately located doctype declaration ~ 0 ~ 4 ~ <",
        "<a ~ Unexpected end ~ 0 ~ 2 ~",
        "<a b='1 ~ Unexpected end ~ 0 ~ 7 ~",
        "<a>&am ~ Unexpected end ~ 0 ~ 6 ~",
        "<!-- x ~ Unexpected end ~ 0 ~ 6 ~",
        "<!DOCTYPE x [ > ~ Unexpected end ~ 0 ~ 15 ~",
      })
  void says_what_is_wrong_and_where(
      String text, String what, int line, int column, String character) {
    node.receives(unescaped(text));

    assertThat(node.error().get("message"))
        .asString()
        .startsWith(
            "Error: %s\nLine: %d\nColumn: %d\nChar: ".formatted(what, line, column)
                + (character == null ? "" : character));
    node.assertSent();
  }

  @Test
  void fetches_no_entities_and_multiplies_none() {
    node.receives(
        "<!DOCTYPE a [<!ENTITY f SYSTEM 'file:///etc/hostname'>]><a>&f;</a>",
        "<!DOCTYPE a [<!ENTITY x 'ha'><!ENTITY y '&x;&x;&x;&x;'>]><a>&y;</a>",
        "<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/a.dtd'><a>&b;</a>");

    assertThat(node.flow().awaitMessages("errors", 3))
        .allSatisfy(
            message ->
                assertThat(message.get("error")).asString().contains("Invalid character entity"));
    node.assertSent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "{'trim':true} ~ {'R':{'_':'t','$':{'a':'1'},'b':['x  y',''],'c':[{'_':'z','$':{'e':'f'}}],"
            + "'a':['q']}}",
        "{'normalize':true} ~ {'R':{'_':'t','$':{'a':'1'},'b':['x y',''],"
            + "'c':[{'_':'z','$':{'e':'f'}}],'a':['q']}}",
        "{'normalizeTags':true} ~ {'r':{'_':'    t','$':{'a':'1'},'b':['x  y',''],"
            + "'c':[{'_':' z ','$':{'e':'f'}}],'a':['q']}}",
        "{'explicitRoot':false} ~ {'_':'    t','$':{'a':'1'},'b':['x  y',''],"
            + "'c':[{'_':' z ','$':{'e':'f'}}],'a':['q']}",
        "{'explicitArray':false} ~ {'R':{'_':'    t','$':{'a':'1'},'b':['x  y',''],"
            + "'c':{'_':' z ','$':{'e':'f'}},'a':'q'}}",
        "{'mergeAttrs':true} ~ {'R':{'_':'    t','a':['1','q'],'b':['x  y',''],"
            + "'c':[{'_':' z ','e':['f']}]}}",
        "{'mergeAttrs':true,'explicitArray':false} ~ {'R':{'_':'    t','a':['1','q'],"
            + "'b':['x  y',''],'c':{'_':' z ','e':'f'}}}",
        "{'ignoreAttrs':true} ~ {'R':{'_':'    t','b':['x  y',''],'c':[' z '],'a':['q']}}",
        "{'explicitCharkey':true} ~ {'R':{'_':'    t','$':{'a':'1'},'b':[{'_':'x  y'},''],"
            + "'c':[{'_':' z ','$':{'e':'f'}}],'a':[{'_':'q'}]}}",
        "{'emptyTag':'E'} ~ {'R':{'_':'    t','$':{'a':'1'},'b':['x  y','E'],"
            + "'c':[{'_':' z ','$':{'e':'f'}}],'a':['q']}}",
      })
  void reads_as_the_message_says(String options, String expected) {
    node.receives(
        Message.ofPayload("<R a='1'> <b>x  y</b> <b/> <c e='f'> z </c><a>q</a> t</R>")
            .with("options", json(options)));

    Message sent = node.awaitSent(0, 1).get(0);
    // With the order of the members.
    assertThat(MessageJson.text(sent.payload())).isEqualTo(MessageJson.text(json(expected)));
  }

  @Test
  void its_own_keys_win_and_the_options_stay_in_the_message() {
    node.with("attr", "@").with("chr", "#");
    node.receives(
        Message.ofPayload("<a b='1'>t</a>")
            .with("options", json("{'attrkey':'x','charkey':'y','trim':true}")));
    node.receives("<a b='1'>t</a>");

    Object expected = json("{'a':{'#':'t','@':{'b':'1'}}}");
    node.assertSent(expected, expected);
    assertThat(node.sent(0).get(0).get("options"))
        .isEqualTo(json("{'attrkey':'@','charkey':'#','trim':true,'async':true}"));
    assertThat(node.sent(0).get(1).has("options")).isFalse();
  }

  @Test
  void the_message_may_name_the_keys() {
    node.receives(
        Message.ofPayload("<a b='1'>t</a>").with("options", json("{'attrkey':'@','charkey':'#'}")));

    node.assertSent(json("{'a':{'#':'t','@':{'b':'1'}}}"));
  }

  @Test
  void refuses_what_is_too_deep_or_too_long() {
    node.receives("<a>".repeat(1_001));
    node.assertFailedWith("elements are nested more than 1000 deep");

    node.receives("<a>" + "x".repeat(16 * 1024 * 1024) + "</a>");
    assertThat(node.flow().awaitMessages("errors", 2).get(1).get("error"))
        .asString()
        .contains("at most 16777216 are read");
  }

  // ---- writing ----

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "{'a':'t'} ~ <a>t</a>",
        "{'a':1,'b':true} ~ <root><a>1</a><b>true</b></root>",
        "{'a':{'b':[1,2]}} ~ <a><b>1</b><b>2</b></a>",
        "{'a':{'$':{'x':'1','y':null,'z':true},'_':'t'}} ~ <a x=\"1\" z=\"true\">t</a>",
        "{'a':{'b':null,'c':'','d':{},'e':[]}} ~ <a><b/><c/><d/></a>",
        "[1,2] ~ <root/>",
        "{} ~ <root/>",
        "{'a':[{'b':1},{'c':2}]} ~ <a><b>1</b><c>2</c></a>",
        "{'a':'<&>|\\u0027é\\r\\n'} ~ `<a>&lt;&amp;&gt;\"'é&#xD;\\n</a>`",
        "{'a':{'$':{'x':'<&>|\\u0027\\n\\t'}}} ~ `<a x=\"&lt;&amp;>&quot;'&#xA;&#x9;\"/>`",
        "{'a':{'b':{'_':'x','$':{'y':2}},'_':'t'}} ~ <a><b y=\"2\">x</b>t</a>",
        "{'a':{'b':[{'c':1},{'d':[2,{'e':3}]}]}} ~"
            + " <a><b><c>1</c></b><b><d>2</d><d><e>3</e></d></b></a>",
        "{'$':{'x':1},'a':1} ~ <root x=\"1\"><a>1</a></root>",
      })
  void writes(String value, String expected) {
    node.receives(json(value.replace("|", "\\\"")));

    node.assertSent(HEADER + unescaped(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "{} ~ HEADER\\n<a x=\"1\">\\n  <b>p&lt;q</b>\\n  <b>\\n    <c>d</c>\\n  </b>\\n  t\\n  <e/>\\n</a>",
        "{'headless':true,'renderOpts':{'pretty':false}} ~"
            + " <a x=\"1\"><b>p&lt;q</b><b><c>d</c></b>t<e/></a>",
        "{'rootName':'r','renderOpts':{}} ~"
            + " HEADER<r><a x=\"1\"><b>p&lt;q</b><b><c>d</c></b>t<e/></a></r>",
        "{'headless':true,'cdata':true,'renderOpts':{'pretty':true,'indent':'+','newline':'|'}} ~"
            + " <a x=\"1\">|+<b><![CDATA[p<q]]></b>|+<b>|++<c>d</c>|+</b>|+t|+<e/>|</a>",
        "{'xmldec':{'version':'1.1','encoding':'x'},'renderOpts':{'pretty':false},'charkey':'#',"
            + "'attrkey':'@'} ~ <?xml version=\"1.1\" encoding=\"x\"?>ERROR",
        "{'xmldec':{'standalone':false},'renderOpts':{'pretty':false}} ~"
            + " <?xml version=\"1.0\" standalone=\"no\"?><a x=\"1\"><b>p&lt;q</b><b><c>d</c></b>t<e/></a>",
      })
  void writes_as_the_message_says(String options, String expected) {
    node.receives(
        Message.ofPayload(json("{'a':{'$':{'x':1},'b':['p<q',{'c':'d'}],'_':'t','e':''}}"))
            .with("options", json(options)));

    if (expected.endsWith("ERROR")) {
      // Under other keys these are names of elements.
      node.assertFailedWith("Error: Invalid character in name");
    } else {
      node.assertSent(unescaped(expected.replace("HEADER", HEADER)));
    }
  }

  @Test
  void the_text_of_cdata_may_have_its_end_in_it() {
    node.receives(
        Message.ofPayload(Map.of("a", "]]>&"))
            .with("options", json("{'cdata':true,'headless':true}")));

    node.assertSent("<a><![CDATA[]]]]><![CDATA[>&]]></a>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "null ~ TypeError: Cannot convert undefined or null to object",
        "{'1a':1} ~ Error: Invalid character in name",
        "{'a b':1} ~ Error: Invalid character in name",
        "{'a':{'$':{'':1}}} ~ Error: Invalid character in name",
        "{'a':'x\\u0001'} ~ Error: Invalid character in string: x\u0001 at index 1",
      })
  void reports_what_can_not_be_written(String value, String error) {
    node.receives(json(value));

    node.assertFailedWith(error).assertSent();
  }

  @Test
  void reports_undefined_and_what_contains_itself() {
    Object[] items = new Object[1];
    List<Object> circle = Values.arrayOf(items);
    items[0] = circle;
    node.receives(Map.of("a", Map.of("b", Arrays.asList(1, Undefined.VALUE))));
    node.receives(Map.of("a", Map.of("b", circle)));

    List<Message> errors = node.flow().awaitMessages("errors", 2);
    assertThat(errors.get(0).get("error")).asString().contains("undefined has no form in XML: b");
    assertThat(errors.get(1).get("error")).asString().contains("nested more than 1000 deep");
  }

  // ---- both ----

  @Test
  void warns_of_what_is_neither_text_nor_an_object() {
    node.receives(5, true, Buffer.buffer("<a/>")).assertSent();

    node.assertLogged(LogEntry.Level.WARN, "This node only handles xml strings or js objects.");
    assertThat(node.flow().logged(LogEntry.Level.WARN)).hasSize(3);
  }

  @Test
  void converts_another_property_and_passes_a_message_without_it() {
    node.with("property", "a.b").receives(Message.ofPayload(1).with("a", Map.of("c", 1)));
    node.receives(Message.ofPayload(2).with("a", Map.of("b", "<x/>")));

    node.assertSent(1, 2);
    assertThat(node.sent(0).get(1).get("a")).isEqualTo(Map.of("b", Map.of("x", "")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b"})
  void reports_a_parent_that_is_missing(String property) {
    node.with("property", property).receives(1);

    node.assertFailed("TypeError");
  }
}
