package io.weir.engine.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Values to JSON text and back, streaming. The text is that of JavaScript's {@code JSON.stringify}:
 * numbers in their shortest form, Buffers as {@code {"type":"Buffer","data":[…]}}, dates as ISO
 * text, NaN and infinities as null.
 */
public final class MessageJson {
  private static final int DEEPEST = 1_000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(10_000)
                  .build())
          .build();

  private MessageJson() {}

  /**
   * Reads one JSON value; nothing may follow it.
   *
   * @return a frozen value
   * @throws JsonException saying line, column and reason
   */
  public static @Nullable Object parse(String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new JsonException("Unexpected end of JSON input", 1, 1);
      }
      Object value = read(parser, first);
      if (parser.nextToken() != null) {
        throw new JsonException(
            "Unexpected text after the JSON value",
            parser.currentTokenLocation().getLineNr(),
            parser.currentTokenLocation().getColumnNr());
      }
      return value;
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
      throw new JsonException(e.getOriginalMessage(), line, column);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable Object read(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> readObject(parser);
      case START_ARRAY -> readArray(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? Values.number(parser.getBigIntegerValue().doubleValue())
              : exact(parser.getLongValue(), parser);
      case VALUE_NUMBER_FLOAT -> Values.number(Double.parseDouble(parser.getText()));
      default -> throw new IllegalStateException("unexpected token " + token);
    };
  }

  private static Number exact(long value, JsonParser parser) throws IOException {
    if (value == 0 && parser.getText().startsWith("-")) {
      return -0.0;
    }
    return Math.abs(value) <= 9_007_199_254_740_991L ? (Number) value : (Number) (double) value;
  }

  private static Map<String, @Nullable Object> readObject(JsonParser parser) throws IOException {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      object.put(key, read(parser, parser.nextToken()));
    }
    return FrozenMap.copyOf(object);
  }

  private static List<@Nullable Object> readArray(JsonParser parser) throws IOException {
    List<@Nullable Object> array = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      array.add(read(parser, token));
    }
    return FrozenList.copyOf(array);
  }

  /** Compact JSON text of a value. */
  public static String text(@Nullable Object value) {
    return text(value, 0);
  }

  /**
   * JSON text of a value.
   *
   * @param indent blanks for each level; 0 for compact text
   * @throws IllegalArgumentException if the value contains itself
   */
  public static String text(@Nullable Object value, int indent) {
    StringWriter out = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      if (indent > 0) {
        generator.setPrettyPrinter(printer(indent));
      }
      new Writer(generator).write(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return wellFormed(out.toString());
  }

  /** Half of a surrogate pair, which has no form in UTF-8, is escaped, as JavaScript does. */
  private static String wellFormed(String text) {
    int at = loneSurrogate(text, 0);
    if (at < 0) {
      return text;
    }
    StringBuilder escaped = new StringBuilder();
    int from = 0;
    while (at >= 0) {
      escaped.append(text, from, at).append(String.format("\\u%04x", (int) text.charAt(at)));
      from = at + 1;
      at = loneSurrogate(text, from);
    }
    return escaped.append(text, from, text.length()).toString();
  }

  private static int loneSurrogate(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (i + 1 == text.length()
            || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }

  private static DefaultPrettyPrinter printer(int indent) {
    DefaultIndenter indenter = new DefaultIndenter(" ".repeat(indent), "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withArrayEmptySeparator("")
                .withObjectEmptySeparator(""));
    printer.indentObjectsWith(indenter);
    printer.indentArraysWith(indenter);
    return printer;
  }

  private static final class Writer {
    private final JsonGenerator json;
    private final Set<Object> open = Collections.newSetFromMap(new IdentityHashMap<>());

    Writer(JsonGenerator json) {
      this.json = json;
    }

    void write(@Nullable Object value) throws IOException {
      if (value == null || value == Undefined.VALUE) {
        json.writeNull();
      } else if (value instanceof String text) {
        json.writeString(text);
      } else if (value instanceof Long number) {
        json.writeNumber(number);
      } else if (value instanceof Boolean flag) {
        json.writeBoolean(flag);
      } else if (value instanceof Map<?, ?> map) {
        writeObject(map);
      } else if (value instanceof List<?> list) {
        writeArray(list);
      } else {
        writeOther(value);
      }
    }

    private void writeOther(Object value) throws IOException {
      if (value instanceof BigInteger number) {
        throw new IllegalArgumentException("Do not know how to serialize a BigInt: " + number);
      } else if (value instanceof Number number) {
        double d = number.doubleValue();
        if (Double.isFinite(d)) {
          json.writeRawValue(NumberText.of(d));
        } else {
          json.writeNull();
        }
      } else if (value instanceof Buffer buffer) {
        writeBuffer(buffer);
      } else if (value instanceof Instant instant) {
        json.writeString(DateText.iso(instant));
      } else if (value instanceof CharSequence text) {
        json.writeString(text.toString());
      } else {
        // Map, Set, Error and host objects: JSON.stringify sees no properties of their own.
        json.writeStartObject();
        json.writeEndObject();
      }
    }

    private void writeObject(Map<?, ?> map) throws IOException {
      enter(map);
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (entry.getValue() instanceof Opaque || entry.getValue() == Undefined.VALUE) {
          continue;
        }
        json.writeFieldName(entry.getKey().toString());
        write(entry.getValue());
      }
      json.writeEndObject();
      open.remove(map);
    }

    private void writeArray(List<?> list) throws IOException {
      enter(list);
      json.writeStartArray();
      for (Object item : list) {
        write(item);
      }
      json.writeEndArray();
      open.remove(list);
    }

    private void enter(Object container) {
      if (!open.add(container)) {
        throw new IllegalArgumentException("Converting circular structure to JSON");
      }
    }

    private void writeBuffer(Buffer buffer) throws IOException {
      json.writeStartObject();
      json.writeStringField("type", "Buffer");
      json.writeArrayFieldStart("data");
      for (int i = 0; i < buffer.length(); i++) {
        json.writeNumber(buffer.getUnsignedByte(i));
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }
}
