package io.weir.nodes.storage;

import static io.weir.engine.node.Property.choice;
import static io.weir.engine.node.Property.flag;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.ErrorValue;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageJson;
import io.weir.engine.message.PathException;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.NodeType.Category;
import io.weir.engine.node.NodeType.Kind;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.Property;
import io.weir.engine.node.Property.Option;
import io.weir.nodes.support.Helps;
import io.weir.nodes.support.Parts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages to files, or deletes files.
 *
 * <p>On the tab's own thread: so what is written keeps the order of the messages, a slow disk slows
 * the sources down rather than fill the memory, and whatever has arrived is written before the node
 * stops.
 */
public final class FileNode implements Node {
  /** A disk that has to start turning, or a card that is busy with itself, takes its time. */
  static final Duration LONGEST = Duration.ofMinutes(1);

  private static final String FROM_MESSAGE = "setbymsg";

  private static final Property<String> ACTION =
      choice(
              "overwriteFile",
              Option.of("false", "append to the file"),
              Option.of("true", "overwrite the file"),
              Option.of("delete", "delete the file"))
          .label("Action")
          .defaultsTo("false");
  private static final Property<Boolean> NEWLINE =
      flag("appendNewline")
          .label("Add a newline to each payload")
          .defaultsTo(true)
          .hiddenWhen("overwriteFile", "delete");
  private static final Property<Boolean> MAKES_FOLDERS =
      flag("createDir")
          .label("Create the directory if it isn't there")
          .defaultsTo(false)
          .hiddenWhen("overwriteFile", "delete");
  private static final Property<String> ENCODING =
      choice("encoding", FileEncoding.options(Option.of(FROM_MESSAGE, "what msg.encoding says")))
          .label("Encoding")
          .defaultsTo("none")
          .hiddenWhen("overwriteFile", "delete");

  /**
   * The type.
   *
   * @param folder what relative names start from; null for the program's own folder
   */
  public static NodeType type(@Nullable Path folder) {
    return NodeType.named("file")
        .label("write file")
        .category(Category.STORAGE)
        .kind(Kind.STORAGE)
        .color("BurlyWood")
        .icon("file-out.svg")
        .purpose("Write to a file, or delete it")
        .summary("{overwriteFile} {filename}")
        .synonyms("save", "append", "log", "delete", "output", "disk")
        .inputs(1)
        .outputs(1)
        .help(Helps.of(FileNode.class, "file"))
        .properties(FileName.PROPERTY, ACTION, NEWLINE, MAKES_FOLDERS, ENCODING)
        .create((config, context) -> new FileNode(config, context, folder));
  }

  private final NodeContext context;
  private final FileName fileName;
  private final FileStatus status;
  private final String action;
  private final boolean addsNewline;
  private final boolean makesFolders;
  private final String encoding;
  // The one that stays open.
  private @Nullable AppendedFile open;

  private FileNode(NodeConfig config, NodeContext context, @Nullable Path folder) {
    this.context = context;
    fileName = FileName.of(config, folder);
    status = new FileStatus(context, fileName);
    // Older flows have true or false.
    action = config.get(ACTION);
    addsNewline = config.get(NEWLINE);
    makesFolders = config.get(MAKES_FOLDERS);
    encoding = config.get(ENCODING);
    context.mayTake(LONGEST);
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    try {
      String name = fileName.of(message, context);
      if (name.isEmpty()) {
        context.warn("No filename specified");
      } else {
        status.show(name);
        work(message.with("filename", name), name, out);
      }
    } catch (NodeException | PathException e) {
      // The message is dealt with all the same.
      context.error(e, message);
    }
    return Node.done();
  }

  private void work(Message message, String name, Outputs out) {
    Path path = fileName.path(name);
    if (action.equals("delete")) {
      attempt("failed to delete file: ", "unlink", path, () -> Files.delete(path));
      out.send(message);
    } else if (message.has("payload")) {
      byte[] bytes = bytes(message);
      Path parent = path.getParent();
      if (makesFolders && parent != null) {
        attempt("failed to create file: ", "mkdir", parent, () -> Files.createDirectories(parent));
      }
      if (action.equals("true")) {
        attempt("failed to write to file: ", "open", path, () -> Files.write(path, bytes));
      } else {
        attempt("failed to append to file: ", "open", path, () -> append(path, bytes));
      }
      out.send(message);
    }
  }

  private void append(Path path, byte[] bytes) throws IOException {
    if (!fileName.isFixed()) {
      AppendedFile.appendOnce(path, bytes);
      return;
    }
    AppendedFile file = open;
    if (file == null || !file.path().equals(path)) {
      close();
      file = new AppendedFile(path);
      open = file;
    }
    file.append(bytes);
  }

  @FunctionalInterface
  private interface Attempt {
    void run() throws IOException;
  }

  private static void attempt(String failed, String operation, Path path, Attempt attempt) {
    try {
      attempt.run();
    } catch (IOException e) {
      ErrorValue error = FileFailure.of(e, operation, path.toString());
      throw new NodeException(String.valueOf(error.code()), failed + error);
    }
  }

  // ---- what is written ----

  private byte[] bytes(Message message) {
    Object payload = message.payload();
    if (payload instanceof Buffer buffer) {
      return buffer.getBytes();
    }
    String text = text(payload);
    if (addsNewline && !isLastOfText(message)) {
      text += System.lineSeparator();
    }
    return encoding(message).bytes(text);
  }

  private static String text(@Nullable Object payload) {
    try {
      return payload == null || Values.typeOf(payload).equals("object")
          ? MessageJson.text(payload)
          : Values.toText(payload);
    } catch (IllegalArgumentException e) {
      throw new NodeException("TypeError", String.valueOf(e.getMessage()));
    }
  }

  /** Whether it is the last piece of a text that was split, which had no separator behind it. */
  private static boolean isLastOfText(Message message) {
    Map<?, ?> parts = Parts.of(message);
    return parts != null
        && "string".equals(parts.get("type"))
        && Parts.number(parts, "count") == Parts.number(parts, "index") + 1;
  }

  private FileEncoding encoding(Message message) {
    if (!encoding.equals(FROM_MESSAGE)) {
      return FileEncoding.of(encoding);
    }
    Object named = message.get("encoding");
    return named == null || named == Undefined.VALUE
        ? FileEncoding.NONE
        : FileEncoding.of(Values.toText(named));
  }

  // ---- the end ----

  private void close() throws IOException {
    AppendedFile file = open;
    open = null;
    if (file != null) {
      file.close();
    }
  }

  @Override
  public Future<Void> stop(boolean removed) {
    status.clear();
    try {
      close();
      return Node.done();
    } catch (IOException e) {
      return Future.failedFuture(e);
    }
  }
}
