package io.weir.nodes.storage;

import static io.weir.engine.node.Property.flag;
import static io.weir.engine.node.Property.text;

import io.vertx.core.Future;
import io.weir.engine.message.ErrorValue;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageJson;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.NodeType.Category;
import io.weir.engine.node.NodeType.Kind;
import io.weir.engine.node.Property;
import io.weir.nodes.support.Helps;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends a message when files or directories change. */
public final class WatchNode implements Node {
  private static final Property<String> FILES =
      text("files")
          .label("Files")
          .hint("Files and directories, separated by commas.")
          .defaultsTo("")
          .required();
  private static final Property<Boolean> RECURSIVE =
      flag("recursive").label("With all directories inside").defaultsTo("");

  /** The type. */
  public static final NodeType TYPE =
      NodeType.named("watch")
          .category(Category.STORAGE)
          .kind(Kind.START)
          .color("BurlyWood")
          .icon("watch.svg")
          .purpose("When a file changes")
          .summary("{files}")
          .synonyms("directory", "folder", "change", "monitor", "created", "removed")
          .outputs(1)
          .help(Helps.of(WatchNode.class, "watch"))
          .properties(FILES, RECURSIVE)
          .create(WatchNode::new);

  private final NodeContext context;
  private final List<String> files;
  private final boolean isRecursive;
  private final String topic;
  private @Nullable FileWatch watch;

  private WatchNode(NodeConfig config, NodeContext context) {
    this.context = context;
    files =
        Arrays.stream(config.get(FILES).split(",", -1))
            .map(String::strip)
            .filter(file -> !file.isEmpty())
            .toList();
    isRecursive = config.get(RECURSIVE);
    topic = files.size() == 1 ? files.get(0) : MessageJson.text(files);
    context.mayTake(FileNode.LONGEST);
  }

  @Override
  public Future<Void> start() {
    try {
      watch = FileWatch.start(context, files, isRecursive, this::send, this::failed);
    } catch (IOException e) {
      failed(FileFailure.of(e, "watch", files.isEmpty() ? "" : named(e)));
    } catch (InvalidPathException e) {
      failed(new ErrorValue("Error", String.valueOf(e.getMessage()), null, null, null));
    }
    return Node.done();
  }

  private String named(IOException e) {
    return e instanceof java.nio.file.FileSystemException file && file.getFile() != null
        ? file.getFile()
        : topic;
  }

  private void send(FileChange change) {
    Message message =
        Message.create()
            .with("payload", change.path())
            .with("topic", topic)
            .with("file", change.name())
            .with("filename", change.path())
            .with("event", change.isRemoval() ? "remove" : "update")
            .with("type", change.type());
    context.send(change.size() < 0 ? message : message.with("size", change.size()));
  }

  private void failed(ErrorValue error) {
    context.error(NodeException.of(error), Message.ofPayload(""));
  }

  @Override
  public Future<Void> stop(boolean removed) {
    FileWatch running = watch;
    if (running != null) {
      running.close();
    }
    return Node.done();
  }
}
