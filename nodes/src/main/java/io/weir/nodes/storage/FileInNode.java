package io.weir.nodes.storage;

import static io.weir.engine.node.Property.choice;
import static io.weir.engine.node.Property.flag;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.ErrorValue;
import io.weir.engine.message.Message;
import io.weir.engine.message.PathException;
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
import io.weir.nodes.support.Handover;
import io.weir.nodes.support.HeldMessage;
import io.weir.nodes.support.Helps;
import io.weir.nodes.support.InTurn;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads files: as a whole, or piece by piece as the tab takes the pieces.
 *
 * <p>One file after another, on the tab's own thread.
 */
public final class FileInNode implements Node {
  private static final Property<String> FORMAT =
      choice(
              "format",
              Option.of("utf8", "one message with the text"),
              Option.of("lines", "a message for each line"),
              Option.of("", "one message with a Buffer"),
              Option.of("stream", "a stream of Buffers"))
          .label("Send")
          .defaultsTo("utf8")
          .ifAbsent("");
  private static final Property<Boolean> ALL_PROPERTIES =
      flag("allProps")
          .label("Each with all properties of the message")
          .defaultsTo(false)
          .shownWhen("format", "lines", "stream");
  private static final Property<String> ENCODING =
      choice("encoding", FileEncoding.options())
          .label("Encoding")
          .defaultsTo("none")
          .shownWhen("format", "utf8", "lines");

  private static final Property<Boolean> SENDS_ERRORS =
      flag("sendError")
          .label("Send failures on as well")
          .hint("A message without a payload, with msg.error. Catch nodes get them in any case.")
          .defaultsTo(false)
          .ifAbsent(true)
          .more();

  /**
   * The type.
   *
   * @param folder what relative names start from; null for the program's own folder
   * @param mostBuffered messages that wait while a file is read
   */
  public static NodeType type(@Nullable Path folder, int mostBuffered) {
    return NodeType.named("file in")
        .label("read file")
        .category(Category.STORAGE)
        .kind(Kind.STORAGE)
        .color("BurlyWood")
        .icon("file-in.svg")
        .purpose("Read a file")
        .summary("{filename}")
        .synonyms("load", "open", "lines", "input", "disk")
        .inputs(1)
        .outputs(1)
        .help(Helps.of(FileInNode.class, "file in"))
        .properties(FileName.PROPERTY, FORMAT, ALL_PROPERTIES, ENCODING, SENDS_ERRORS)
        .create((config, context) -> new FileInNode(config, context, folder, mostBuffered));
  }

  private final NodeContext context;
  private final FileName fileName;
  private final FileStatus status;
  private final String format;
  private final boolean copiesAll;
  private final boolean sendsErrors;
  private final String encoding;
  private final InTurn turns;
  private @Nullable Reading current;

  private FileInNode(
      NodeConfig config, NodeContext context, @Nullable Path folder, int mostBuffered) {
    this.context = context;
    fileName = FileName.of(config, folder);
    status = new FileStatus(context, fileName);
    format = config.get(FORMAT);
    copiesAll = config.get(ALL_PROPERTIES);
    sendsErrors = config.get(SENDS_ERRORS);
    encoding = config.get(ENCODING);
    turns = new InTurn("file in", mostBuffered);
    context.mayTake(FileNode.LONGEST);
  }

  /** A file that is being read, and the message that asked for it. */
  private record Reading(InputStream file, HeldMessage asked) {}

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    return turns.take(() -> read(message, out));
  }

  private Future<Void> read(Message message, Outputs out) {
    String name;
    try {
      name = fileName.of(message, context).replaceAll("[\t\r\n]", "");
    } catch (NodeException | PathException e) {
      context.error(e, message);
      return Node.done();
    }
    if (name.isEmpty()) {
      context.warn("No filename specified");
      return Node.done();
    }
    status.show(name);
    Message named = message.with("filename", name);
    try {
      return read(named, fileName.path(name), out);
    } catch (IOException e) {
      failed(FileFailure.of(e, "open", fileName.path(name).toString()), named, out);
    } catch (NodeException e) {
      failed(e, named, out);
    }
    return Node.done();
  }

  private Future<Void> read(Message message, Path path, Outputs out) throws IOException {
    if (format.equals("lines") || format.equals("stream")) {
      return readPieces(message, path, Files.newInputStream(path), out);
    }
    byte[] bytes = FileContent.of(path);
    out.send(
        message.with(
            "payload",
            format.isEmpty() ? Buffer.buffer(bytes) : FileEncoding.of(encoding).text(bytes)));
    return Node.done();
  }

  private Future<Void> readPieces(Message message, Path path, InputStream file, Outputs out)
      throws IOException {
    FilePieces pieces;
    try {
      pieces =
          format.equals("lines")
              ? new FileLines(FileEncoding.of(encoding).reader(file, FileContent.MOST_BYTES))
              : new FileBlocks(file);
    } catch (IOException | NodeException e) {
      file.close();
      throw e;
    }
    Reading reading = new Reading(file, new HeldMessage(message, out));
    current = reading;
    Pieces sent = new Pieces(message, copiesAll, pieces, out);
    Handover.run(context, sent::sendNext)
        .onComplete(
            end -> {
              if (reading.equals(current)) {
                current = null;
                close(file);
                if (end.failed()) {
                  failed(told(end.cause(), path), message, out);
                }
                reading.asked.complete();
              }
            });
    return reading.asked.handling();
  }

  private static Object told(Throwable why, Path path) {
    return why instanceof UncheckedIOException && why.getCause() instanceof IOException unreadable
        ? FileFailure.of(unreadable, "read", path.toString())
        : why;
  }

  private void failed(Object why, Message message, Outputs out) {
    context.error(why instanceof ErrorValue error ? NodeException.of(error) : why, message);
    if (sendsErrors) {
      Object error =
          why instanceof ErrorValue
              ? why
              : new ErrorValue(
                  "Error",
                  String.valueOf(why instanceof Throwable t ? t.getMessage() : why),
                  null,
                  null,
                  null);
      out.send(message.without("payload").with("error", error));
    }
  }

  private static void close(InputStream file) {
    try {
      file.close();
    } catch (IOException e) {
      // It was read; nothing can be lost by this.
    }
  }

  @Override
  public Future<Void> stop(boolean removed) {
    status.clear();
    turns.drop();
    Reading reading = current;
    if (reading != null) {
      current = null;
      close(reading.file);
      reading.asked.drop();
    }
    return Node.done();
  }
}
