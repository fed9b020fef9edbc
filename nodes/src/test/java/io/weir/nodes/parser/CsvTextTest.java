package io.weir.nodes.parser;

import static io.weir.engine.testing.FlowTester.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.engine.event.LogEntry;
import io.weir.engine.testing.NodeTester;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What both parsers read, and how both write. */
class CsvTextTest {
  private final NodeTester node = NodeTester.of(CsvNode.type(10_000));

  @AfterEach
  void stop() {
    node.close();
  }

  private static String unescaped(String text) {
    return text.replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t");
  }

  private NodeTester parser(String name) {
    return node.with("spec", name.equals("legacy") ? "" : name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "{'temp':'a,b,c,d'} ~ 1,2,3,4\\n ~ [{'a':1,'b':2,'c':3,'d':4}] ~ a,b,c,d",
        "{'sep':'|'} ~ 1|2|3|4 ~ [{'col1':1,'col2':2,'col3':3,'col4':4}] ~ col1,col2,col3,col4",
        "{'sep':'\\\\t'} ~ 1\\t2 ~ [{'col1':1,'col2':2}] ~ col1,col2",
        "{'sep':' '} ~ `1 2` ~ [{'col1':1,'col2':2}] ~ col1,col2",
        "{'sep':'::'} ~ `1::2:3` ~ [{'col1':1,'col2':'2:3'}] ~ col1,col2",
        "{'temp':'a,,,d'} ~ 1,2,3,4 ~ [{'a':1,'d':4}] ~ a,d",
        "{'temp':'a,b'} ~ 1,2,3,4 ~ [{'a':1,'b':2}] ~ a,b",
        "{'temp':'a,b,c,d,e,f,g'} ~ 123,0123,+123,e123,E123,-123 ~"
            + " [{'a':123,'b':'0123','c':'+123','d':'e123','e':'E123','f':-123}] ~ a,b,c,d,e,f,g",
        "{'temp':'a,b,c,d,e,f,g,h'} ~"
            + " \"1\",\"-2\",\"+3\",\"04\",\"\",\"-05\",\"ab\"\"cd\",\"with,a,comma\" ~"
            + " [{'a':1,'b':-2,'c':'+3','d':'04','f':'-05','g':'ab\\\"cd','h':'with,a,comma'}] ~"
            + " a,b,c,d,e,f,g,h",
        "{'temp':'a,b,c,d','include_null_values':true} ~ \"1\",,\"+3\",,x ~"
            + " [{'a':1,'b':null,'c':'+3','d':null}] ~ a,b,c,d",
        "{'temp':'a,b,c','include_empty_strings':true} ~ \"\",,1\\n\\n ~ [{'a':'','c':1}] ~ a,b,c",
        "{'temp':'a,b','include_null_values':true} ~ ,1\\n1,\\n\\r\\n1,2 ~"
            + " [{'a':null,'b':1},{'a':1,'b':null},{'a':1,'b':2}] ~ a,b",
        "{'temp':'a,b,c'} ~ \"with a\\nnew line\",\"and a\\rcarriage return\",\"and why\\r\\nnot both\""
            + " ~ [{'a':'with a\\nnew line','b':'and a\\rcarriage return','c':'and why\\r\\nnot both'}]"
            + " ~ a,b,c",
        "{'temp':'a,b','strings':false} ~ 1,x ~ [{'a':'1','b':'x'}] ~ a,b",
        "{'hdrin':true,'temp':'x,y'} ~ a,,b\\r\\n1,2,3\\r4,,\\n ~ [{'a':1,'b':3},{'a':4}] ~ a,b",
        "{'temp':'a,b'} ~ ,,\\n ~ [] ~ a,b",
      })
  void both_read(String config, String text, String objects, String columns) {
    parser("rfc").withJson(config).with("multi", "mult").receives(unescaped(text));
    try (NodeTester legacy = NodeTester.of(CsvNode.type(1)).withJson(config)) {
      legacy.with("multi", "mult").receives(unescaped(text));

      node.assertSent(json(objects));
      legacy.assertSent(json(objects));
      assertThat(node.sent(0).get(0).get("columns")).isEqualTo(columns);
      assertThat(legacy.sent(0).get(0).get("columns")).isEqualTo(columns);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "legacy ~ {'temp':'A, B, , D'} ~ 1,2,3,4 ~ [{'A':1,'B':2,'D':4}] ~ A,B,D",
        "rfc ~ {'temp':'A, B, , D'} ~ 1,2,3,4 ~ [{'A':1,' B':2,' ':3,' D':4}] ~ `A, B, , D`",
        "legacy ~ {'temp':'a,b b,\"c,c\",\" d, d \"'} ~ 1,2,3,4 ~"
            + " [{'a':1,'b b':2,'c,c':3,'d, d':4}] ~ a,b b,\"c,c\",\"d, d\"",
        "rfc ~ {'temp':'a,b b,\"c,c\",\" d, d \"'} ~ 1,2,3,4 ~"
            + " [{'a':1,'b b':2,'c,c':3,' d, d ':4}] ~ a,b b,\"c,c\",\" d, d \"",
        "legacy ~ {'hdrin':true,'sep':';'} ~ a;b b;\"c;c\";\" d, d \"\\n1;2;3;4 ~"
            + " [{'a':1,'b b':2,'c;c':3,'d, d':4}] ~ a,b b,c;c,\"d, d\"",
        "rfc ~ {'hdrin':true,'sep':';'} ~ a;b b;\"c;c\";\" d, d \"\\n1;2;3;4 ~"
            + " [{'a':1,'b b':2,'c;c':3,' d, d ':4}] ~ a,b b,c;c,\" d, d \"",
        "rfc ~ {'hdrin':true} ~ \"a\"\"b\",\"c\\nd\"\\n1,2 ~ [{'a|b':1,'c\\nd':2}] ~"
            + " \"a\"\"b\",\"c\\nd\"",
        "legacy ~ {'temp':'\"a'} ~ 1,2 ~ [{'a':1}] ~ a",
        "legacy ~ {} ~ 1,2\\n3,4,5 ~ [{'col1':1,'col2':2},{'col1':3,'col2':4,'col3':5}] ~"
            + " col1,col2,col3",
        "rfc ~ {} ~ 1,2\\n3,4,5\\n6 ~ [{'col1':1,'col2':2},{'col1':3,'col2':4},{'col1':6}] ~"
            + " col1,col2",
        "legacy ~ {'temp':'a,b,c','include_null_values':true} ~ 1\\n2, ~"
            + " [{'a':1},{'a':2,'b':null}] ~ a,b,c",
        "rfc ~ {'temp':'a,b,c','include_null_values':true} ~ 1\\n2, ~"
            + " [{'a':1,'b':null,'c':null},{'a':2,'b':null,'c':null}] ~ a,b,c",
        "legacy ~ {} ~ `\"a\",\" b\",  \"c\" ` ~ [{'col1':'a','col2':' b','col3':'  c '}] ~"
            + " col1,col2,col3",
        "legacy ~ {'temp':'a,b'} ~ x\"y,z\"w,\"\"\"q\"\"\" ~ [{'a':'xy,zw','b':'|q|'}] ~ a,b",
        "rfc ~ {'temp':'a,b,c,d'} ~"
            + " \"with,a\"n,odd\",\"num\"ber\",\"of\"qu\"ot\"es\"\\n ~"
            + " [{'a':'with,a|n','b':'odd','c':'num|ber','d':'of|qu|ot|es'}] ~ a,b,c,d",
        "rfc ~ {'temp':'a,b,c'} ~ `a\"\"b, \"c\",\"d\" ` ~ [{'a':'a|b','b':' |c','c':'d| '}] ~"
            + " a,b,c",
        "rfc ~ {'temp':'a,b'} ~ 1,\"x,2\\n3 ~ [{'a':1,'b':'x,2\\n3'}] ~ a,b",
      })
  void each_reads_in_its_own_way(
      String parser, String config, String text, String objects, String columns) {
    parser(parser).withJson(config.replace("\"", "\\\"")).with("multi", "mult");
    node.receives(unescaped(text));

    node.assertSent(json(objects.replace("|", "\\\"")));
    assertThat(node.sent(0).get(0).get("columns")).isEqualTo(unescaped(columns));
  }

  @Test
  void legacy_warns_of_a_quotation_without_an_end() {
    parser("legacy").with("temp", "a,b,c").with("multi", "mult");
    node.receives("\"with,a\"n,odd\",\"num\"ber\",\"of\"qu\"ot\"es\"\n");

    node.assertSent(json("[{'a':'with,an','b':'odd,number','c':'ofquotes\\n'}]"));
    node.assertLogged(LogEntry.Level.WARN, "Malformed CSV data - output probably corrupt.");
  }

  @ParameterizedTest
  @CsvSource({
    "legacy, 123, 123",
    "legacy, -2, -2",
    "legacy, 1.23, 1.23",
    "legacy, .5, 0.5",
    "legacy, -.5, -0.5",
    "legacy, 1e3, 1000",
    "legacy, 1.e3, 1000",
    "legacy, 12E-3, 0.012",
    "legacy, 1e+2, 100",
    "legacy, ' 1.23 ', 1.23",
    "legacy, 0, 0",
    "legacy, 0.5, 0.5",
    "rfc, 123, 123",
    "rfc, ' 12E-3 ', 0.012",
    "rfc, 0x1F, 31",
    "rfc, 1., 1",
    "rfc, -0.5, -0.5",
    "rfc, Infinity, Infinity",
  })
  void numbers(String parser, String cell, double number) {
    parser(parser).receives("\"" + cell + "\"");

    node.assertSent(Map.of("col1", number));
  }

  @ParameterizedTest
  @CsvSource({
    "legacy, 0123",
    "legacy, +3",
    "legacy, -05",
    "legacy, e123",
    "legacy, -e1",
    "legacy, 1.",
    "legacy, .",
    "legacy, -",
    "legacy, 1e",
    "legacy, .e5",
    "legacy, 0x1F",
    "legacy, 127.0.0.1",
    "legacy, 1 2",
    "legacy, Infinity",
    "rfc, +3",
    "rfc, ' +3'",
    "rfc, 04",
    "rfc, -05",
    "rfc, 1 2",
    "rfc, 127.0.0.1",
    "rfc, 1e",
  })
  void texts_that_are_no_numbers(String parser, String cell) {
    parser(parser).receives(cell);

    node.assertSent(Map.of("col1", cell));
  }

  @ParameterizedTest
  @ValueSource(strings = {"legacy", "rfc"})
  @Timeout(60)
  void a_long_row_of_digits_is_read_as_fast_as_any_text(String parser) {
    String cell = "1".repeat(1_000_000) + "x";
    parser(parser).receives(cell);

    node.assertSent(Map.of("col1", cell));
  }

  // ---- writing ----

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "legacy ~ {'temp':'a,b,c,,e,f,g,h,i,j'} ~ {'e':0,'d':1,'b':'foo','c':true,'a':4,"
            + "'f':'Hello\\nWorld','h':'undefined','i':null,'j':'null'} ~"
            + " 4,foo,true,,0,\"Hello\\nWorld\",,undefined,null,null\\n ~ a,b,c,,e,f,g,h,i,j",
        "rfc ~ {'temp':'a,b,c,,e,f,g,h,i,j'} ~ {'e':0,'d':1,'b':'foo','c':true,'a':4,"
            + "'f':'Hello\\nWorld','h':'undefined','i':null,'j':'null'} ~"
            + " 4,foo,true,,0,\"Hello\\nWorld\",,undefined,null,null\\r\\n ~ a,b,c,e,f,g,h,i,j",
        "rfc ~ {'temp':'a,b,c,d'} ~ {'d':{'sub':'object'},'b':'text,with,commas',"
            + "'c':'This |is| a banana','a':{}} ~ {},\"text,with,commas\","
            + "\"This \"\"is\"\" a banana\",\"{\"\"sub\"\":\"\"object\"\"}\"\\r\\n ~ a,b,c,d",
        "legacy ~ {'hdrout':'all'} ~ {'a|a':1,'b^b':2} ~ a\"a,b'b\\n1,2\\n ~ a\"a,b'b",
        "rfc ~ {'hdrout':true} ~ {'a|a':1,'b^b':2} ~ \"a\"\"a\",b'b\\r\\n1,2\\r\\n ~"
            + " \"a\"\"a\",b'b",
        "legacy ~ {'hdrout':'all','sep':';'} ~ {'a;a':1,'b,b':2} ~ \"a;a\";b,b\\n1;2\\n ~"
            + " a;a,\"b,b\"",
        "legacy ~ {'temp':'a,b,c,d'} ~ ['',0,1,'foo','ba|r','di,ng','fa\\nba'] ~"
            + " ,0,1,foo,\"ba\"\"r\",\"di,ng\",\"fa\\nba\"\\n ~ a,b,c,d",
        "rfc ~ {'temp':'a,b,c,d'} ~ ['',0,1,'foo','ba|r','di,ng','fa\\nba'] ~ ,0,1,foo\\r\\n ~"
            + " a,b,c,d",
        "rfc ~ {'temp':'a,,c'} ~ [[1,2,null],[3]] ~ 1,,null\\r\\n3,,\\r\\n ~ a,c",
        "rfc ~ {'hdrout':'all'} ~ [[1,2],[3]] ~ 0,1\\r\\n1,2\\r\\n3,\\r\\n ~ 0,1",
        "rfc ~ {} ~ [1,null,'a\\rb'] ~ 1,null,\"a\\rb\"\\r\\n ~ ``",
        "legacy ~ {} ~ [1,'a\\rb'] ~ 1,a\\rb\\n ~ ``",
        "legacy ~ {'temp':'a','ret':'\\\\r'} ~ [{'a':1},{'a':2}] ~ 1\\r2\\r ~ a",
        "rfc ~ {'temp':'a','hdrout':'all'} ~ [] ~ a\\r\\n ~ a",
        "rfc ~ {'hdrout':'all'} ~ [] ~ \\r\\n ~ ``",
        "legacy ~ {'hdrout':false,'temp':'a'} ~ {'a':1} ~ 1\\n ~ a",
      })
  void writes(String parser, String config, String value, String text, String columns) {
    parser(parser).withJson(config);
    node.receives(json(value.replace("|", "\\\"").replace("^", "\\u0027")));

    node.assertSent(unescaped(text));
    assertThat(node.sent(0).get(0).get("columns")).isEqualTo(columns);
  }
}
