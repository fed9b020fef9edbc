package io.weir.engine.runtime;

import io.weir.engine.flow.EnvironmentEntry;
import io.weir.engine.message.MessageJson;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.engine.node.ValueSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Evaluates the variables that a tab, a group or the global settings define. */
final class EnvironmentReader {
  private static final Pattern PART = Pattern.compile("\\$\\{([^}]*)}");

  private final Map<String, Object> secrets;
  private final BiConsumer<String, RuntimeException> onFailure;

  /**
   * A reader.
   *
   * @param secrets the secrets of the scope
   * @param onFailure told of a variable that can't be evaluated; it stays undefined
   */
  EnvironmentReader(Map<String, Object> secrets, BiConsumer<String, RuntimeException> onFailure) {
    this.secrets = secrets;
    this.onFailure = onFailure;
  }

  Environment read(List<EnvironmentEntry> entries, Environment outer) {
    Environment scope = new Environment(outer);
    List<EnvironmentEntry> references = new ArrayList<>();
    for (EnvironmentEntry entry : entries) {
      if (entry.type().equals("env")) {
        references.add(entry);
      } else {
        define(scope, entry);
      }
    }
    // Last, since they may refer to their siblings.
    for (EnvironmentEntry reference : references) {
      scope.define(reference.name(), resolve(reference, scope, outer));
    }
    return scope;
  }

  private void define(Environment scope, EnvironmentEntry entry) {
    try {
      scope.define(entry.name(), value(entry));
    } catch (RuntimeException e) {
      onFailure.accept(entry.name(), e);
    }
  }

  private @Nullable Object value(EnvironmentEntry entry) {
    Object raw = entry.value();
    return switch (entry.type()) {
      case "str" -> raw == null ? "" : Values.toText(raw);
      case "num" -> Values.number(Values.toNumber(raw));
      case "bool" -> Boolean.TRUE.equals(raw) || "true".equals(raw);
      case "json" -> MessageJson.parse(raw == null ? "" : Values.toText(raw));
      case "date" -> System.currentTimeMillis();
      case "cred" -> secrets.getOrDefault(entry.name(), Undefined.VALUE);
      case "bin" ->
          ValueSource.of(raw, "bin") instanceof ValueSource.Fixed fixed
              ? fixed.value()
              : Undefined.VALUE;
      default -> raw;
    };
  }

  private static @Nullable Object resolve(
      EnvironmentEntry entry, Environment scope, Environment outer) {
    String text = entry.value() == null ? "" : Values.toText(entry.value());
    Matcher parts = PART.matcher(text);
    if (parts.matches() || !text.contains("${")) {
      String name = parts.matches() ? parts.group(1) : text;
      return (name.equals(entry.name()) ? outer : scope).lookUp(name);
    }
    return parts
        .reset()
        .replaceAll(
            part -> {
              Object value = scope.lookUp(part.group(1));
              return Matcher.quoteReplacement(value == Undefined.VALUE ? "" : Values.toText(value));
            });
  }
}
