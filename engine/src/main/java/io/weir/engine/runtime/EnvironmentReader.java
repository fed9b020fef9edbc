package io.weir.engine.runtime;

import io.weir.engine.flow.EnvironmentEntry;
import io.weir.engine.message.RegExpValue;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.engine.node.Surroundings;
import io.weir.engine.node.ValueSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Evaluates the variables that a tab, a group, an instance or the global settings define. */
final class EnvironmentReader {
  private static final Pattern PART = Pattern.compile("\\$\\{([^}]*)}");

  private final @Nullable Environment outer;
  private final Environment.Recipe recipe;
  private final BiConsumer<String, RuntimeException> onFailure;
  private final Map<String, @Nullable Object> evaluated = new HashMap<>();

  /**
   * A reader.
   *
   * @param outer the scope around
   * @param onFailure told of a variable that can't be evaluated; it stays undefined
   */
  EnvironmentReader(
      @Nullable Environment outer,
      Environment.Recipe recipe,
      BiConsumer<String, RuntimeException> onFailure) {
    this.outer = outer;
    this.recipe = recipe;
    this.onFailure = onFailure;
  }

  /**
   * Evaluates the scope.
   *
   * @param surroundings what expressions look things up in: those of a scope in which nothing is
   *     defined yet, so that they see what is around
   */
  Environment read(Function<Environment, Surroundings> surroundings) {
    Environment scope = new Environment(outer, recipe);
    Surroundings around = surroundings.apply(scope);
    List<EnvironmentEntry> references = new ArrayList<>();
    for (EnvironmentEntry entry : recipe.entries()) {
      if (entry.type().equals("env")) {
        references.add(entry);
      } else {
        define(entry, around);
      }
    }
    // Last, since they may refer to their siblings.
    for (EnvironmentEntry reference : references) {
      evaluated.put(reference.name(), resolve(reference, scope));
    }
    scope.define(evaluated);
    return scope;
  }

  private void define(EnvironmentEntry entry, Surroundings around) {
    try {
      evaluated.put(entry.name(), value(entry, around));
    } catch (RuntimeException | StackOverflowError e) {
      onFailure.accept(
          entry.name(),
          e instanceof RuntimeException why
              ? why
              : new IllegalStateException("it is nested too deeply", e));
    }
  }

  private @Nullable Object value(EnvironmentEntry entry, Surroundings around) {
    Object raw = entry.value();
    return switch (entry.type()) {
      case "bool" -> Boolean.TRUE.equals(raw) || "true".equals(raw);
      case "str", "num", "json", "bin", "date", "jsonata" ->
          ValueSource.of(raw, entry.type()).evaluate(null, around);
      case "re" -> new RegExpValue(raw == null ? "" : Values.toText(raw), "").asValue();
      case "cred" -> recipe.secrets().getOrDefault(entry.name(), Undefined.VALUE);
      default -> entry.mayNameNode() ? configNode(raw, around) : Values.freeze(raw);
    };
  }

  /** The id of a config node, or the variable of a scope around that has one. */
  private static @Nullable Object configNode(@Nullable Object raw, Surroundings around) {
    Matcher part = raw instanceof String text ? PART.matcher(text) : null;
    if (part != null && part.matches()) {
      Object handedIn = around.env(part.group(1));
      return handedIn == Undefined.VALUE ? raw : handedIn;
    }
    return Values.freeze(raw);
  }

  private @Nullable Object resolve(EnvironmentEntry entry, Environment scope) {
    String text = entry.value() == null ? "" : Values.toText(entry.value());
    Matcher parts = PART.matcher(text);
    if (parts.matches()) {
      return lookUp(parts.group(1), entry, scope);
    }
    if (!parts.reset().find()) {
      return lookUp(text, entry, scope);
    }
    return parts
        .reset()
        .replaceAll(
            part -> Matcher.quoteReplacement(Values.toText(lookUp(part.group(1), entry, scope))));
  }

  /** A sibling or what is around; of what has its own name, what is around. */
  private @Nullable Object lookUp(String name, EnvironmentEntry reader, Environment scope) {
    Object sibling =
        name.equals(reader.name())
            ? Undefined.VALUE
            : evaluated.getOrDefault(name, Undefined.VALUE);
    Object value = sibling == Undefined.VALUE ? scope.lookUp(name) : sibling;
    return value == Undefined.VALUE ? "" : value;
  }
}
