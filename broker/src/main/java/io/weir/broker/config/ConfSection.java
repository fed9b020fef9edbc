package io.weir.broker.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The options of one context: the global ones, a listener's, a bridge's or a plugin's. */
final class ConfSection {
  private final @Nullable ConfLine opening;
  private final Map<String, List<ConfLine>> lines = new LinkedHashMap<>();

  /**
   * Empty as yet.
   *
   * @param opening the line that it begins with; null for the global one and the default listener
   */
  ConfSection(@Nullable ConfLine opening) {
    this.opening = opening;
  }

  @Nullable ConfLine opening() {
    return opening;
  }

  void add(ConfLine line) {
    lines.computeIfAbsent(line.name(), name -> new ArrayList<>(1)).add(line);
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  boolean has(String name) {
    return lines.containsKey(name);
  }

  List<ConfLine> all(String name) {
    return lines.getOrDefault(name, List.of());
  }

  /** The line that counts, which is the last. */
  @Nullable ConfLine line(String name) {
    List<ConfLine> all = all(name);
    return all.isEmpty() ? null : all.get(all.size() - 1);
  }

  boolean flag(String name, boolean otherwise) throws ConfException {
    ConfLine line = line(name);
    return line == null ? otherwise : ConfValue.flag(line);
  }

  int whole(String name, int otherwise) throws ConfException {
    ConfLine line = line(name);
    return line == null ? otherwise : ConfValue.whole(line);
  }

  int whole(String name, int least, int most, int otherwise) throws ConfException {
    ConfLine line = line(name);
    return line == null ? otherwise : ConfValue.whole(line, least, most);
  }

  @Nullable String text(String name) {
    ConfLine line = line(name);
    return line == null ? null : line.value();
  }

  String text(String name, String otherwise) {
    String text = text(name);
    return text == null ? otherwise : text;
  }

  @Nullable Path path(String name) {
    String text = text(name);
    return text == null ? null : Path.of(text);
  }
}
