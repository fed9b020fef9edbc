package io.weir.app.config;

import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Puts a value into a YAML text and leaves every other character of it as it is: people write
 * comments into their configuration, and order it as they like.
 */
public final class ConfigEdit {
  private final String text;
  private final String section;
  private final String key;
  private final Object value;

  private ConfigEdit(String text, String section, String key, Object value) {
    this.text = text;
    this.section = section;
    this.key = key;
    this.value = value;
  }

  /**
   * The text with a value in it.
   *
   * @param section a key of the outermost level, made if it isn't there
   * @param key a key in that section; a value that it has is replaced
   * @param value texts, flags, and lists and maps of them
   * @throws IllegalArgumentException if the text is written in a way that can't be changed so
   */
  public static String put(String text, String section, String key, Object value) {
    String edited;
    boolean isRight;
    try {
      edited = new ConfigEdit(text, section, key, value).edited();
      isRight = keys(edited).equals(with(keys(text), section, key, value));
    } catch (YAMLException e) {
      edited = "";
      isRight = false;
    }
    if (!isRight) {
      throw new IllegalArgumentException(
          "the configuration is written in a way that can't be changed from here; put "
              + section
              + "."
              + key
              + " into it by hand");
    }
    return edited;
  }

  private static Map<Object, @Nullable Object> keys(String text) {
    Map<Object, @Nullable Object> keys = new LinkedHashMap<>();
    if (new Yaml(new SafeConstructor(new LoaderOptions())).load(text) instanceof Map<?, ?> map) {
      keys.putAll(map);
    }
    return keys;
  }

  private static Map<Object, @Nullable Object> with(
      Map<Object, @Nullable Object> keys, String section, String key, Object value) {
    Map<Object, @Nullable Object> inner = new LinkedHashMap<>();
    if (keys.get(section) instanceof Map<?, ?> map) {
      inner.putAll(map);
    }
    inner.put(key, value);
    keys.put(section, inner);
    return keys;
  }

  private String edited() {
    Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
    if (!(root instanceof MappingNode all)) {
      return appended(0);
    }
    Node present = valueOf(all, section);
    if (present == null) {
      return isFlow(all) ? inserted(all, Map.of(section, Map.of(key, value))) : appended(all);
    }
    if (!(present instanceof MappingNode map)) {
      // Nothing behind the colon, or a word that stands for nothing.
      return replaced(present, Map.of(key, value));
    }
    Node old = valueOf(map, key);
    if (old != null) {
      return replaced(old, value);
    }
    return isFlow(map) ? inserted(map, Map.of(key, value)) : indented(map);
  }

  private static @Nullable Node valueOf(MappingNode map, String key) {
    for (NodeTuple entry : map.getValue()) {
      if (entry.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key)) {
        return entry.getValueNode();
      }
    }
    return null;
  }

  private static boolean isFlow(MappingNode map) {
    return map.getFlowStyle() == DumperOptions.FlowStyle.FLOW;
  }

  /** A section of its own at the end. */
  private String appended(MappingNode root) {
    return appended(root.getStartMark().getColumn());
  }

  private String appended(int column) {
    StringBuilder all = new StringBuilder(text);
    if (!text.isEmpty()) {
      all.append(text.endsWith("\n") ? lineEnd() : lineEnd() + lineEnd());
    }
    return all.append(block(Map.of(section, Map.of(key, value)), column)).toString();
  }

  /** In front of the first key of a section, behind comments on that. */
  private String indented(MappingNode map) {
    Mark first = map.getValue().get(0).getKeyNode().getStartMark();
    int lineStart = at(first) - first.getColumn();
    return text.substring(0, lineStart)
        + block(Map.of(key, value), first.getColumn())
        + text.substring(lineStart);
  }

  /** Behind the opening brace. */
  private String inserted(MappingNode map, Map<String, ?> keys) {
    int inside = at(map.getStartMark()) + 1;
    String flow = flow(keys);
    return text.substring(0, inside)
        + flow.substring(1, flow.length() - 1)
        + (map.getValue().isEmpty() ? "" : ", ")
        + text.substring(inside);
  }

  private String replaced(Node old, Object by) {
    int start = at(old.getStartMark());
    boolean isJoined = start > 0 && text.charAt(start - 1) == ':';
    return text.substring(0, start)
        + (isJoined ? " " : "")
        + flow(by)
        + text.substring(at(old.getEndMark()));
  }

  /** Marks count characters as people do, texts as Java does. */
  private int at(Mark mark) {
    return text.offsetByCodePoints(0, mark.getIndex());
  }

  private String block(Object tree, int column) {
    DumperOptions options = options(DumperOptions.FlowStyle.BLOCK);
    options.setIndicatorIndent(2);
    options.setIndentWithIndicator(true);
    StringBuilder lines = new StringBuilder();
    for (String line : List.of(new Yaml(options).dump(tree).split("\n", -1))) {
      if (!line.isEmpty()) {
        lines.append(" ".repeat(column)).append(line).append(lineEnd());
      }
    }
    return lines.toString();
  }

  private static String flow(Object tree) {
    return new Yaml(options(DumperOptions.FlowStyle.FLOW)).dump(tree).strip();
  }

  private static DumperOptions options(DumperOptions.FlowStyle style) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(style);
    options.setSplitLines(false);
    options.setWidth(Integer.MAX_VALUE);
    return options;
  }

  private String lineEnd() {
    return text.contains("\r\n") ? "\r\n" : "\n";
  }
}
