package io.weir.engine.messagetest;

import io.weir.engine.message.Message;
import io.weir.engine.message.PathException;
import io.weir.engine.message.PropertyPath;
import io.weir.engine.messagetest.MessageTest.Input;
import io.weir.engine.messagetest.MessageTest.OutputMessages;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes tests out of JSON, and says exactly what in it is wrong. */
public final class MessageTestReader {
  /** So many tests are kept at most. */
  public static final int MOST_TESTS = 200;

  private static final Set<String> FIELDS =
      Set.of("id", "name", "flow", "nodes", "inputs", "stubs", "outputs", "ignore");
  private static final Set<String> TO_FIELDS = Set.of("to", "message");
  private static final Set<String> FROM_FIELDS = Set.of("from", "port", "message");
  private static final int MOST_OUTPUTS = 1_000;

  private final String name;

  private MessageTestReader(String name) {
    this.name = name;
  }

  /**
   * The tests in a value of the form {@code {"tests":[…]}}.
   *
   * @throws MessageTestException if it isn't of that form, or one of the tests isn't one, or two of
   *     them have the same id or name
   */
  public static List<MessageTest> read(@Nullable Object json) {
    if (!(json instanceof Map<?, ?> object)
        || !(object.get("tests") instanceof List<?> list)
        || object.size() != 1) {
      throw new MessageTestException("tests stand in an object of the form {\"tests\":[…]}");
    }
    if (list.size() > MOST_TESTS) {
      throw new MessageTestException(
          "there may be " + MOST_TESTS + " tests but these are " + list.size());
    }
    List<MessageTest> tests = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < list.size(); i++) {
      MessageTest test = test(i, list.get(i));
      if (!ids.add(test.id())) {
        throw new MessageTestException("two tests have the id " + test.id());
      }
      if (!names.add(test.name())) {
        throw new MessageTestException("two tests have the name \"" + test.name() + "\"");
      }
      tests.add(test);
    }
    return tests;
  }

  private static MessageTest test(int index, @Nullable Object json) {
    String place = "test " + (index + 1);
    if (!(json instanceof Map<?, ?> fields)) {
      throw new MessageTestException(place + " must be an object");
    }
    boolean hasName = fields.get("name") instanceof String text && !text.isBlank();
    return new MessageTestReader(hasName ? "test \"" + fields.get("name") + "\"" : place)
        .test(fields);
  }

  private MessageTestException wrong(String text) {
    return new MessageTestException(name + ": " + text);
  }

  private MessageTest test(Map<?, ?> fields) {
    requireKnown(fields, FIELDS, "");
    return new MessageTest(
        text(fields, "id", ""),
        text(fields, "name", ""),
        text(fields, "flow", ""),
        fields.get("nodes") == null ? null : texts(fields, "nodes"),
        inputs(fields),
        outputs(fields, "stubs", false),
        outputs(fields, "outputs", true),
        ignored(fields));
  }

  private void requireKnown(Map<?, ?> fields, Set<String> known, String place) {
    for (Object key : fields.keySet()) {
      if (!known.contains(String.valueOf(key))) {
        throw wrong(place + key + " is not a field of it");
      }
    }
  }

  private String text(Map<?, ?> fields, String key, String place) {
    if (fields.get(key) instanceof String text && !text.isBlank()) {
      return text;
    }
    throw wrong(
        place
            + key
            + (fields.get(key) == null ? " is missing" : " must be a text that isn't empty"));
  }

  private List<?> list(Map<?, ?> fields, String key) {
    if (fields.get(key) instanceof List<?> list) {
      return list;
    }
    throw wrong(key + (fields.get(key) == null ? " is missing" : " must be a list"));
  }

  private List<String> texts(Map<?, ?> fields, String key) {
    List<String> texts = new ArrayList<>();
    for (Object item : list(fields, key)) {
      if (!(item instanceof String text)) {
        throw wrong(key + " must be a list of texts");
      }
      texts.add(text);
    }
    return texts;
  }

  private List<Input> inputs(Map<?, ?> fields) {
    List<Input> inputs = new ArrayList<>();
    for (Object item : list(fields, "inputs")) {
      String place = "inputs[" + inputs.size() + "]";
      if (!(item instanceof Map<?, ?> input)) {
        throw wrong(place + " must be an object");
      }
      inputs.add(input(input, place + "."));
    }
    return inputs;
  }

  private Input input(Map<?, ?> input, String place) {
    if (input.containsKey("to") == input.containsKey("from")) {
      throw wrong(place + "to or " + place + "from must name a node, one of the two");
    }
    Message message = message(input.get("message"), place + "message");
    if (input.containsKey("to")) {
      requireKnown(input, TO_FIELDS, place);
      return new Input(text(input, "to", place), null, message);
    }
    requireKnown(input, FROM_FIELDS, place);
    Object port = input.get("port");
    return new Input(
        text(input, "from", place),
        port == null ? 0 : output(String.valueOf(port), place + "port"),
        message);
  }

  private Message message(@Nullable Object value, String place) {
    if (value instanceof Map<?, ?> properties) {
      return RecordedMessage.ofJson(properties);
    }
    throw wrong(place + (value == null ? " is missing" : " must be an object"));
  }

  private int output(String text, String place) {
    try {
      int output = Integer.parseInt(text);
      if (output >= 0 && output < MOST_OUTPUTS) {
        return output;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw wrong(place + " must be the number of an output, from 0, but is " + text);
  }

  private List<OutputMessages> outputs(Map<?, ?> fields, String key, boolean isRequired) {
    List<OutputMessages> all = new ArrayList<>();
    Object value = fields.get(key);
    if (value == null && !isRequired) {
      return all;
    }
    if (!(value instanceof Map<?, ?> byNode)) {
      throw wrong(
          key + (value == null ? " is missing" : " must be an object with lists by node and port"));
    }
    byNode.forEach(
        (nodeId, byPort) -> {
          String place = key + "." + nodeId;
          if (!(byPort instanceof Map<?, ?> ports)) {
            throw wrong(place + " must be an object with lists by port");
          }
          ports.forEach(
              (port, list) ->
                  all.add(
                      new OutputMessages(
                          String.valueOf(nodeId),
                          output(String.valueOf(port), place),
                          messages(list, place + "." + port))));
        });
    return all;
  }

  private List<Message> messages(@Nullable Object value, String place) {
    if (!(value instanceof List<?> list)) {
      throw wrong(place + " must be a list of messages");
    }
    List<Message> messages = new ArrayList<>();
    for (Object item : list) {
      messages.add(message(item, place + "[" + messages.size() + "]"));
    }
    return messages;
  }

  private List<PropertyPath> ignored(Map<?, ?> fields) {
    List<PropertyPath> paths = new ArrayList<>();
    if (fields.get("ignore") == null) {
      return paths;
    }
    for (String text : texts(fields, "ignore")) {
      try {
        PropertyPath path = PropertyPath.ofMessage(text);
        if (path.steps().stream().anyMatch(PropertyPath.class::isInstance)) {
          throw wrong("ignore: " + text + " must not look up other properties");
        }
        paths.add(path);
      } catch (PathException e) {
        throw wrong("ignore: " + text + " is no path to a property (" + e.getMessage() + ")");
      }
    }
    return paths;
  }
}
