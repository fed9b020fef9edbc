package io.weir.editor.http;

import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A form as the object that it stands for: {@code a[b]=c} is {@code {"a":{"b":"c"}}}. */
final class FormFields {
  private static final Pattern KEY = Pattern.compile("([^\\[\\]]+)((?:\\[[^\\[\\]]*])*)");
  private static final Pattern PART = Pattern.compile("\\[([^\\[\\]]*)]");

  /** Deeper names are taken as they are. */
  private static final int MOST_LEVELS = 5;

  private FormFields() {}

  static Map<String, @Nullable Object> of(MultiMap form) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    form.forEach(entry -> put(fields, path(entry.getKey()), entry.getValue()));
    return fields;
  }

  private static List<String> path(String key) {
    Matcher whole = KEY.matcher(key);
    List<String> path = new ArrayList<>();
    if (whole.matches()) {
      path.add(whole.group(1));
      Matcher part = PART.matcher(whole.group(2));
      while (part.find()) {
        path.add(part.group(1));
      }
    }
    return path.isEmpty() || path.size() > MOST_LEVELS ? List.of(key) : path;
  }

  @SuppressWarnings("unchecked") // containers are made here only
  private static void put(Map<String, @Nullable Object> fields, List<String> path, String value) {
    String name = path.get(0);
    if (path.size() == 1) {
      // A name that comes several times is a list of what comes.
      fields.merge(name, value, FormFields::both);
    } else if (path.size() == 2 && path.get(1).isEmpty()) {
      fields.merge(name, new ArrayList<Object>(List.of(value)), FormFields::both);
    } else {
      Object inner = fields.computeIfAbsent(name, unused -> new LinkedHashMap<String, Object>());
      if (inner instanceof Map<?, ?> map) {
        put((Map<String, @Nullable Object>) map, path.subList(1, path.size()), value);
      }
    }
  }

  private static Object both(Object before, Object now) {
    List<Object> all = new ArrayList<>(before instanceof List<?> list ? list : List.of(before));
    all.addAll(now instanceof List<?> list ? list : List.of(now));
    return all;
  }
}
