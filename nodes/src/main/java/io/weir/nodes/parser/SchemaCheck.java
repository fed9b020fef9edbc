package io.weir.nodes.parser;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import io.weir.engine.message.MessageJson;
import io.weir.engine.message.Values;
import io.weir.engine.node.NodeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks values against a JSON Schema, draft 7; says what is wrong in the words of ajv. */
final class SchemaCheck {
  private static final String BASE = "app://weir";

  private @Nullable Object compiledFrom;
  private @Nullable JsonObject schema;
  private @Nullable Validator validator;

  /**
   * What is wrong with a value: an error object each.
   *
   * @throws NodeException if the schema itself is of no use
   */
  List<Object> errors(@Nullable Object schemaValue, @Nullable Object value) {
    OutputUnit result;
    try {
      result = validator(schemaValue).validate(Json.decodeValue(MessageJson.text(value)));
    } catch (RuntimeException e) {
      throw new NodeException("JSON Schema error: failed to compile schema");
    }
    List<Object> errors = new ArrayList<>();
    if (!Boolean.TRUE.equals(result.getValid()) && result.getErrors() != null) {
      for (OutputUnit error : result.getErrors()) {
        String keyword = last(error.getKeywordLocation());
        if (isCause(keyword)) {
          errors.add(error(error, keyword));
        }
      }
    }
    return errors;
  }

  private Validator validator(@Nullable Object from) {
    Validator compiled = validator;
    if (compiled == null || !Values.deepEqual(from, compiledFrom)) {
      JsonObject json = new JsonObject(MessageJson.text(from));
      compiled =
          Validator.create(
              JsonSchema.of(json),
              new JsonSchemaOptions()
                  .setBaseUri(BASE)
                  .setDraft(Draft.DRAFT7)
                  .setOutputFormat(OutputFormat.Basic));
      validator = compiled;
      compiledFrom = from;
      schema = json;
    }
    return compiled;
  }

  /** The validator also names what contains the cause; that would say everything twice. */
  private static boolean isCause(String keyword) {
    return switch (keyword) {
      case "properties", "items", "$ref", "allOf", "additionalItems", "patternProperties" -> false;
      default -> true;
    };
  }

  private static String last(String location) {
    return location.substring(location.lastIndexOf('/') + 1);
  }

  private Object error(OutputUnit unit, String keyword) {
    Map<String, @Nullable Object> error = new LinkedHashMap<>();
    String path = unit.getInstanceLocation();
    Object limit = at(unit.getKeywordLocation());
    error.put("instancePath", path.startsWith("#") ? path.substring(1) : path);
    error.put("schemaPath", unit.getKeywordLocation());
    error.put("keyword", keyword);
    error.put("params", limit == null ? Map.of() : Map.of(paramOf(keyword), plain(limit)));
    error.put("message", message(keyword, limit, String.valueOf(unit.getError())));
    return java.util.Objects.requireNonNull(Values.freeze(error));
  }

  private static Object plain(Object limit) {
    Object value = MessageJson.parse(Json.encode(limit));
    return value == null ? "null" : value;
  }

  private static String paramOf(String keyword) {
    return switch (keyword) {
      case "type" -> "type";
      case "enum" -> "allowedValues";
      case "required" -> "missingProperty";
      case "pattern" -> "pattern";
      case "format" -> "format";
      default -> "limit";
    };
  }

  /** The value that stands at a keyword's place in the schema. */
  private @Nullable Object at(String location) {
    Object at = schema;
    String path = location.substring(location.indexOf('#') + 1);
    for (String step : path.split("/", -1)) {
      if (step.isEmpty()) {
        continue;
      }
      String name = step.replace("~1", "/").replace("~0", "~");
      if (at instanceof JsonObject object) {
        at = object.getValue(name);
      } else if (at instanceof io.vertx.core.json.JsonArray array) {
        at = array.getValue(Integer.parseInt(name));
      } else {
        return null;
      }
    }
    return at;
  }

  private static String message(String keyword, @Nullable Object limit, String otherwise) {
    return switch (keyword) {
      case "type" ->
          "must be "
              + (limit instanceof io.vertx.core.json.JsonArray several
                  ? String.join(",", several.stream().map(String::valueOf).toList())
                  : limit);
      case "enum" -> "must be equal to one of the allowed values";
      case "const" -> "must be equal to constant";
      case "minimum" -> "must be >= " + limit;
      case "maximum" -> "must be <= " + limit;
      case "exclusiveMinimum" -> "must be > " + limit;
      case "exclusiveMaximum" -> "must be < " + limit;
      case "multipleOf" -> "must be multiple of " + limit;
      case "minLength" -> "must NOT have fewer than " + limit + " characters";
      case "maxLength" -> "must NOT have more than " + limit + " characters";
      case "minItems" -> "must NOT have fewer than " + limit + " items";
      case "maxItems" -> "must NOT have more than " + limit + " items";
      case "pattern" -> "must match pattern \"" + limit + "\"";
      case "format" -> "must match format \"" + limit + "\"";
      case "additionalProperties" -> "must NOT have additional properties";
      default -> otherwise;
    };
  }

  /** All errors in one line. */
  static String text(List<Object> errors) {
    List<String> texts = new ArrayList<>();
    for (Object error : errors) {
      Map<?, ?> map = (Map<?, ?>) error;
      texts.add("data" + map.get("instancePath") + " " + map.get("message"));
    }
    return String.join(", ", texts);
  }
}
