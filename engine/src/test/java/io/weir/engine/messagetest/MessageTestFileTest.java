package io.weir.engine.messagetest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageJson;
import io.weir.engine.messagetest.MessageTest.OutputMessages;
import io.weir.engine.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests as JSON, and the file that keeps them. */
class MessageTestFileTest {
  private static final String WHOLE =
      """
      {"id":"1","name":"Too hot","flow":"t","nodes":["a"],
       "inputs":[{"to":"a","message":{"payload":{"type":"Buffer","data":[1,255]}}},
                 {"from":"b","port":1,"message":{"topic":"x"}}],
       "stubs":{"c":{"0":[{"payload":null}]}},
       "outputs":{"a":{"0":[],"1":[{"payload":[1.5,"x"]}]}},
       "ignore":["payload[0].t"]}
      """;

  @TempDir private Path folder;

  private static List<MessageTest> read(String... tests) {
    return MessageTestReader.read(
        MessageJson.parse("{\"tests\":[" + String.join(",", tests).replace('\'', '"') + "]}"));
  }

  private static List<MessageTest> one(String fields) {
    return read("{'id':'1','name':'One','flow':'t','inputs':[],'outputs':{}," + fields + "}");
  }

  @Test
  void a_test_is_the_same_after_it_was_written_and_read() {
    MessageTest test = read(WHOLE).get(0);

    assertThat(MessageJson.parse(MessageTestFile.text(List.of(test))))
        .isEqualTo(Map.of("tests", List.of(MessageJson.parse(WHOLE))));
    assertThat(test.inputs().get(0).message().payload())
        .isEqualTo(Buffer.buffer(new byte[] {1, -1}));
    assertThat(test.inputs().get(1).output()).isEqualTo(1);
    assertThat(test.outputs())
        .containsExactly(
            new OutputMessages("a", 0, List.of()),
            new OutputMessages("a", 1, List.of(Message.of(Map.of("payload", List.of(1.5, "x"))))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'input':[]                            | input is not a field of it
          'inputs':{}                           | inputs must be a list
          'inputs':[{'message':{}}]             | inputs[0].to or inputs[0].from must name a node, one of the two
          'inputs':[{'to':'a'}]                 | inputs[0].message is missing
          'inputs':[{'to':'a','port':1,'message':{}}] | inputs[0].port is not a field of it
          'inputs':[{'from':'a','port':-1,'message':{}}] | inputs[0].port must be the number of an output, from 0, but is -1
          'outputs':[]                          | outputs must be an object with lists by node and port
          'outputs':{'a':[]}                    | outputs.a must be an object with lists by port
          'outputs':{'a':{'x':[]}}              | outputs.a must be the number of an output, from 0, but is x
          'outputs':{'a':{'0':[1]}}             | outputs.a.0[0] must be an object
          'stubs':{'a':{'0':{}}}                | stubs.a.0 must be a list of messages
          'nodes':'a'                           | nodes must be a list
          'flow':7                              | flow must be a text that isn't empty
          'ignore':['payload[msg.topic]']       | ignore: payload[msg.topic] must not look up other properties
          """)
  void what_is_wrong_is_named_with_test_and_field(String fields, String problem) {
    assertThatThrownBy(() -> one(fields))
        .isInstanceOf(MessageTestException.class)
        .hasMessage("test \"One\": " + problem);
  }

  @Test
  void what_is_missing_is_named_too() {
    assertThatThrownBy(() -> read("{'id':'1'}")).hasMessage("test 1: name is missing");
    assertThatThrownBy(() -> read("{'id':'1','name':'x','flow':'t','inputs':[]}"))
        .hasMessage("test \"x\": outputs is missing");
    assertThatThrownBy(() -> read("7")).hasMessage("test 1 must be an object");
    assertThatThrownBy(() -> MessageTestReader.read(List.of()))
        .hasMessageContaining("{\"tests\":[…]}");
  }

  @Test
  void neither_ids_nor_names_are_there_twice() {
    assertThatThrownBy(() -> read(WHOLE, WHOLE)).hasMessage("two tests have the id 1");
    assertThatThrownBy(() -> read(WHOLE, WHOLE.replace("\"1\",\"name\"", "\"2\",\"name\"")))
        .hasMessage("two tests have the name \"Too hot\"");
  }

  @Test
  void the_file_keeps_what_it_was_given_unless_something_else_is_there() {
    MessageTestFile file = new MessageTestFile(folder);
    List<MessageTest> tests = read(WHOLE);
    assertThat(file.read()).isEmpty();

    assertThat(file.replace(tests, there -> there.equals(MessageTestFile.text(List.of()))))
        .isTrue();
    assertThat(file.replace(List.of(), there -> false)).isFalse();

    assertThat(new MessageTestFile(folder).read()).isEqualTo(tests);
  }

  @Test
  void a_file_that_is_broken_is_named_and_left_alone() throws IOException {
    Path path = folder.resolve("tests.json");
    Files.writeString(path, "{\"tests\":[{\"id\":1}]}");
    MessageTestFile file = new MessageTestFile(folder);

    assertThatThrownBy(file::read)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining("test 1: id must be a text");
    assertThatThrownBy(() -> file.replace(List.of(), there -> true))
        .isInstanceOf(StoreException.class);
    assertThat(path).hasContent("{\"tests\":[{\"id\":1}]}");
  }
}
