package io.weir.editor;

import io.vertx.core.Vertx;
import io.weir.editor.broker.TopicTree;
import io.weir.editor.broker.TopicWatch;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells browsers what changes in those branches of the tree of topics that they have open.
 *
 * @threads the web server's context
 */
final class TopicFeed {
  /** What precedes the branch in a topic of comms; alone it stands for the first levels. */
  static final String TOPIC = "weir/topics/";

  private static final long FRAME_MILLIS = 500;
  // More than fit on any screen.
  private static final int MOST_BRANCHES = 500;

  private final Vertx vertx;
  private final TopicWatch watch;
  private final Map<String, Branch> branches = new LinkedHashMap<>();
  private long timer = -1;

  TopicFeed(Vertx vertx, TopicWatch watch) {
    this.vertx = vertx;
    this.watch = watch;
  }

  /** A branch that somebody has open. */
  private static final class Branch {
    private final Set<CommsConnection> viewers = new LinkedHashSet<>();
    private long told;
  }

  /** A browser opens a branch, and is told at once what is in it. */
  void watch(CommsConnection viewer, String under) {
    if (branchesOf(viewer) >= MOST_BRANCHES) {
      return;
    }
    TopicTree tree = watch.look();
    TopicTree.View view = tree.below(under, 0);
    branches
        .computeIfAbsent(
            under,
            path -> {
              Branch branch = new Branch();
              branch.told = view.stamp();
              return branch;
            })
        .viewers
        .add(viewer);
    viewer.send(frame(under, view, true, tree.isCut()));
    if (timer < 0) {
      timer = vertx.setPeriodic(FRAME_MILLIS, id -> tell());
    }
  }

  private long branchesOf(CommsConnection viewer) {
    return branches.values().stream().filter(branch -> branch.viewers.contains(viewer)).count();
  }

  /** A browser closes a branch. */
  void unwatch(CommsConnection viewer, String under) {
    Branch branch = branches.get(under);
    if (branch != null) {
      branch.viewers.remove(viewer);
      restIfUnwatched();
    }
  }

  /** A browser is gone. */
  void leave(CommsConnection viewer) {
    branches.values().forEach(branch -> branch.viewers.remove(viewer));
    restIfUnwatched();
  }

  private void restIfUnwatched() {
    branches.values().removeIf(branch -> branch.viewers.isEmpty());
    if (branches.isEmpty() && timer >= 0) {
      vertx.cancelTimer(timer);
      timer = -1;
    }
  }

  private void tell() {
    TopicTree tree = watch.look();
    branches.forEach(
        (under, branch) -> {
          TopicTree.View view = tree.below(under, branch.told);
          branch.told = view.stamp();
          if (!view.rows().isEmpty() || view.wasPruned()) {
            CommsMessage frame = frame(under, view, view.wasPruned(), tree.isCut());
            // Copied, since a viewer that is closed leaves the set.
            List.copyOf(branch.viewers).forEach(viewer -> viewer.send(frame));
          }
        });
  }

  private static CommsMessage frame(
      String under, TopicTree.View view, boolean isWhole, boolean isCut) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("whole", isWhole);
    data.put("cut", isCut);
    data.put("rows", view.rows().stream().map(TopicFeed::row).toList());
    return CommsMessage.droppable(TOPIC + under, data);
  }

  /** A level, as the editor gets it. */
  static Map<String, @Nullable Object> row(TopicTree.Row row) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("name", row.name());
    shown.put("topic", row.topic());
    shown.put("topics", row.topics());
    TopicTree.Value value = row.value();
    if (value != null) {
      shown.put("preview", value.preview());
      shown.put("bytes", value.bytes());
      shown.put("qos", value.qos());
      shown.put("retained", value.retained());
      shown.put("client", value.clientId());
      shown.put("at", value.atMillis());
      shown.put("count", value.count());
    }
    return shown;
  }
}
