package io.weir.engine.runtime;

import io.weir.engine.message.Undefined;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts environment variables in the place of texts which consist of nothing but {@code ${NAME}} or
 * {@code $(NAME)}, at any depth. A variable that doesn't exist leaves the text as it is.
 */
final class Substitution {
  private static final Pattern WHOLE = Pattern.compile("\\$\\{(\\S+)}|\\$\\((\\S+)\\)");

  private final Function<String, @Nullable Object> lookUp;

  Substitution(Function<String, @Nullable Object> lookUp) {
    this.lookUp = lookUp;
  }

  Map<String, @Nullable Object> in(Map<String, ? extends @Nullable Object> object) {
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    object.forEach((key, value) -> result.put(key, in(value)));
    return result;
  }

  private @Nullable Object in(@Nullable Object value) {
    if (value instanceof String text) {
      return inText(text);
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> result = new LinkedHashMap<>();
      map.forEach((key, member) -> result.put(String.valueOf(key), in(member)));
      return result;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> result = new ArrayList<>();
      list.forEach(item -> result.add(in(item)));
      return result;
    }
    return value;
  }

  private @Nullable Object inText(String text) {
    if (!text.startsWith("$")) {
      return text;
    }
    Matcher whole = WHOLE.matcher(text);
    if (!whole.matches()) {
      return text;
    }
    String name = whole.group(1) == null ? whole.group(2) : whole.group(1);
    Object value = lookUp.apply(name);
    return value == Undefined.VALUE ? text : value;
  }
}
