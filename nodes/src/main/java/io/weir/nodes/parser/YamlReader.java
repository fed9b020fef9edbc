package io.weir.nodes.parser;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.engine.node.NodeException;
import java.time.DateTimeException;
import java.util.Base64;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads YAML text: version 1.2's core, and of older ones dates, bytes and merged mappings. */
public final class YamlReader {
  private static final int LINES_AROUND = 2;

  private final String text;
  // What an anchor stands for is one value, wherever it is referred to.
  private final IdentityHashMap<Node, @Nullable Object> made = new IdentityHashMap<>();
  private final Set<Node> beingMade = java.util.Collections.newSetFromMap(new IdentityHashMap<>());

  private YamlReader(String text) {
    this.text = text;
  }

  /**
   * The value of a text with one document.
   *
   * @return a frozen value; {@link Undefined#VALUE} if there is no document
   * @throws NodeException if it is malformed
   */
  public static @Nullable Object read(String text) {
    return new YamlReader(text).read();
  }

  private @Nullable Object read() {
    LoadSettings settings =
        LoadSettings.builder()
            .setSchema(new YamlScalars.Kinds())
            .setCodePointLimit(Integer.MAX_VALUE)
            .build();
    try {
      Iterator<Node> documents = new Compose(settings).composeAllFromString(text).iterator();
      if (!documents.hasNext()) {
        return Undefined.VALUE;
      }
      Node root = documents.next();
      if (documents.hasNext()) {
        throw new NodeException(
            "YAMLException", "expected a single document in the stream, but found more");
      }
      return value(root);
    } catch (MarkedYamlEngineException e) {
      String problem = String.valueOf(e.getProblem());
      boolean isAfterEnd = problem.startsWith("expected '<document start>'");
      throw failure(
          isAfterEnd ? "end of the stream or a document separator is expected" : problem,
          e.getProblemMark());
    } catch (YamlEngineException e) {
      throw new NodeException("YAMLException", String.valueOf(e.getMessage()));
    }
  }

  private @Nullable Object value(Node node) {
    if (made.containsKey(node)) {
      return made.get(node);
    }
    if (!beingMade.add(node)) {
      throw failure("a value can not contain itself", node.getStartMark());
    }
    Object value;
    if (node instanceof ScalarNode scalar) {
      value = scalar(scalar);
    } else if (node instanceof SequenceNode sequence) {
      requireTag(node, Tag.SEQ);
      value = Values.arrayOf(sequence.getValue().stream().map(this::value).toArray());
    } else {
      value = mapping((MappingNode) node);
    }
    beingMade.remove(node);
    made.put(node, value);
    return value;
  }

  private @Nullable Object scalar(ScalarNode node) {
    Tag tag = node.getTag();
    String written = node.getValue();
    if (tag.equals(Tag.STR) || tag.equals(Tag.MERGE)) {
      return written;
    }
    try {
      if (tag.equals(Tag.BINARY)) {
        return Buffer.buffer(Base64.getMimeDecoder().decode(written));
      }
      // A tag that the text does not fit would have to be written by hand.
      if (tag.equals(YamlScalars.tagOf(written))) {
        return YamlScalars.value(tag, written);
      }
      if (tag.equals(Tag.FLOAT) && YamlScalars.tagOf(written).equals(Tag.INT)) {
        return YamlScalars.value(Tag.INT, written);
      }
    } catch (DateTimeException | IllegalArgumentException e) {
      throw failure(
          "cannot resolve a node with !<" + tag.getValue() + "> explicit tag", node.getStartMark());
    }
    throw failure(
        YamlScalars.isKnown(tag)
            ? "cannot resolve a node with !<" + tag.getValue() + "> explicit tag"
            : "unknown tag !<" + tag.getValue() + ">",
        node.getStartMark());
  }

  private void requireTag(Node node, Tag... known) {
    for (Tag tag : known) {
      if (node.getTag().equals(tag)) {
        return;
      }
    }
    throw failure("unknown tag !<" + node.getTag().getValue() + ">", node.getStartMark());
  }

  private @Nullable Object mapping(MappingNode node) {
    requireTag(node, Tag.MAP, Tag.SET);
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    Set<String> own = new HashSet<>();
    for (NodeTuple entry : node.getValue()) {
      if (entry.getKeyNode().getTag().equals(Tag.MERGE)) {
        merge(entry.getValueNode(), values);
        continue;
      }
      String key = Values.toText(value(entry.getKeyNode()));
      if (!own.add(key)) {
        throw failure("duplicated mapping key", entry.getKeyNode().getStartMark());
      }
      values.put(key, value(entry.getValueNode()));
    }
    return Values.freeze(values);
  }

  /** Puts in what isn't there yet. */
  private void merge(Node source, Map<String, @Nullable Object> values) {
    Set<Node> sources = new LinkedHashSet<>();
    if (source instanceof SequenceNode sequence) {
      sources.addAll(sequence.getValue());
    } else {
      sources.add(source);
    }
    for (Node one : sources) {
      if (!(value(one) instanceof Map<?, ?> merged)) {
        throw failure(
            "cannot merge mappings; the provided source object is unacceptable",
            one.getStartMark());
      }
      merged.forEach((key, value) -> values.putIfAbsent((String) key, value));
    }
  }

  // ---- errors ----

  private NodeException failure(String what, Optional<Mark> where) {
    if (where.isEmpty()) {
      return new NodeException("YAMLException", what);
    }
    Mark mark = where.get();
    return new NodeException(
        "YAMLException",
        "%s (%d:%d)%n%n%s"
            .formatted(what, mark.getLine() + 1, mark.getColumn() + 1, excerpt(mark))
            .replace(System.lineSeparator(), "\n"));
  }

  /** The lines around a place, with an arrow below the one it is in. */
  private String excerpt(Mark mark) {
    String[] lines = text.split("\r\n|\r|\n", -1);
    int at = Math.min(mark.getLine(), lines.length - 1);
    int last = Math.min(lines.length - 1, at + LINES_AROUND);
    int width = String.valueOf(last + 1).length();
    StringBuilder excerpt = new StringBuilder();
    for (int i = Math.max(0, at - LINES_AROUND); i <= last; i++) {
      String number = " ".repeat(width - String.valueOf(i + 1).length()) + (i + 1);
      excerpt.append(' ').append(number).append(" | ").append(lines[i]).append('\n');
      if (i == at) {
        excerpt.append("-".repeat(width + 4 + mark.getColumn())).append("^\n");
      }
    }
    return excerpt.toString().stripTrailing();
  }
}
