package io.weir.nodes.storage;

import static io.weir.engine.node.Property.typed;

import io.weir.engine.message.Message;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.Property;
import io.weir.engine.node.Property.Untyped;
import io.weir.engine.node.Surroundings;
import io.weir.engine.node.ValueSource;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which file a node works on.
 *
 * @param source what gives the name for a message
 * @param isFixed whether it is the same for all messages
 * @param isMissing whether the node names none
 * @param folder what relative names start from; null for the program's own folder
 */
record FileName(ValueSource source, boolean isFixed, boolean isMissing, @Nullable Path folder) {
  /** The property of both file nodes. */
  static final Property<ValueSource> PROPERTY =
      // Flows from before there were types leave the name to the message by naming none.
      typed(
              "filename",
              "filenameType",
              Untyped.is("str").unless("", "msg", "filename"),
              "str",
              "msg",
              "jsonata",
              "env")
          .label("File")
          .hint(
              "A relative path starts from the folder set for files, or else where Weir was started.")
          .defaultsTo("");

  static FileName of(NodeConfig config, @Nullable Path folder) {
    Object written = config.raw("filename");
    ValueSource source = config.get(PROPERTY);
    return new FileName(
        source,
        source.type().equals("str") || source.type().equals("env"),
        written == null || written == Undefined.VALUE || Values.toText(written).isEmpty(),
        folder);
  }

  /**
   * The name for a message; empty if there is none.
   *
   * @throws RuntimeException if it can't be found out
   */
  String of(Message message, Surroundings around) {
    Object value = source.evaluate(message, around);
    return value == null || value == Undefined.VALUE ? "" : Values.toText(value);
  }

  /**
   * Where the file is.
   *
   * @throws NodeException if no file can have such a name
   */
  Path path(String name) {
    try {
      Path path = Path.of(name);
      return folder == null ? path : folder.resolve(path);
    } catch (InvalidPathException e) {
      throw new NodeException("ERR_INVALID_ARG_VALUE", "no file can be named so: " + e.getReason());
    }
  }
}
