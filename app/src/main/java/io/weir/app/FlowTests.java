package io.weir.app;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.weir.app.config.WeirConfig;
import io.weir.engine.event.LogEntry;
import io.weir.engine.flow.FlowDocument;
import io.weir.engine.flow.NodeDefinition;
import io.weir.engine.live.Preview;
import io.weir.engine.message.Undefined;
import io.weir.engine.messagetest.Difference;
import io.weir.engine.messagetest.MessageTest;
import io.weir.engine.messagetest.MessageTestFile;
import io.weir.engine.messagetest.MessageTestResult;
import io.weir.engine.messagetest.OutputResult;
import io.weir.engine.runtime.FlowRuntime;
import io.weir.engine.store.ContextStore;
import io.weir.engine.store.NamedContextStore;
import io.weir.engine.store.StoreException;
import io.weir.nodes.Web;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the message tests of a user directory on its flow file. Nothing is connected, nothing
 * listens, and no flow runs but for its tests.
 */
public final class FlowTests {
  private static final String INDENT = "  ";

  private final WeirConfig config;
  private final List<MessageTest> tests;

  private FlowTests(WeirConfig config, List<MessageTest> tests) {
    this.config = config;
    this.tests = tests;
  }

  /**
   * The tests of a user directory.
   *
   * @param config where they and the flow file are
   * @throws StartFailure if they can't be read
   */
  public static FlowTests of(WeirConfig config) {
    try {
      return new FlowTests(config, new MessageTestFile(config.userDir()).read());
    } catch (StoreException e) {
      throw new StartFailure(String.valueOf(e.getMessage()), e);
    }
  }

  /** Their names, in the order of the file. */
  public List<String> names() {
    return tests.stream().map(MessageTest::name).toList();
  }

  /** Those of them that have one of these names. */
  public FlowTests named(List<String> names) {
    return new FlowTests(
        config, tests.stream().filter(test -> names.contains(test.name())).toList());
  }

  /**
   * Runs them, one after the other.
   *
   * @param line told what is to be printed
   * @return whether all came out as they should
   * @throws StartFailure if the flow file can't be read
   */
  public boolean run(Consumer<String> line) {
    if (!Files.exists(config.flowFile())) {
      throw new StartFailure(config.flowFile() + ": there is no such flow file");
    }
    Vertx vertx = Vertx.vertx();
    // In memory: a Weir may be running that has the files in use.
    ContextStore variables = new NamedContextStore(config.context()).emptied();
    FlowEngine engine =
        FlowEngine.of(
            vertx,
            config,
            (settings, listener) -> {
              throw new IllegalStateException("a test opens no connection");
            },
            Web.NONE,
            variables,
            config.runtime().withSafeMode(true));
    try {
      await(engine.runtime().start());
      if (engine.runtime().loadFault() != null) {
        throw new StartFailure(engine.runtime().loadFault());
      }
      return run(engine, line);
    } finally {
      await(engine.runtime().stop());
      engine.scripts().close();
      await(vertx.close());
    }
  }

  private boolean run(FlowEngine engine, Consumer<String> line) {
    Future<Void> wanted = Promise.<Void>promise().future();
    int ok = 0;
    int failed = 0;
    for (MessageTest test : tests) {
      MessageTestResult result =
          await(engine.runtime().tests().run(List.of(test), null, wanted)).get(0);
      if (result.isOk()) {
        ok++;
      } else if (result.hasRun()) {
        failed++;
      }
      lines(engine.runtime(), result).forEach(line);
    }
    int notRun = tests.size() - ok - failed;
    line.accept(
        tests.size()
            + (tests.size() == 1 ? " test: " : " tests: ")
            + ok
            + " ok, "
            + failed
            + " failed, "
            + notRun
            + " could not run");
    return ok == tests.size();
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  // ---- what is printed ----

  private static List<String> lines(FlowRuntime runtime, MessageTestResult result) {
    FlowDocument document = runtime.document();
    List<String> lines = new ArrayList<>();
    String how = result.isOk() ? "ok" : result.hasRun() ? "FAILED" : "could not run";
    lines.add("%-13s  %s".formatted(how, result.name()));
    if (result.problem() != null) {
      lines.add(INDENT + result.problem());
    }
    for (OutputResult output : result.outputs()) {
      String place = place(document, output);
      output.differences().forEach(each -> lines.add(INDENT + place + difference(each)));
      if (output.furtherDifferences() > 0) {
        lines.add(INDENT + place + "and " + output.furtherDifferences() + " more");
      }
    }
    if (!result.isOk()) {
      result.log().forEach(entry -> lines.add(INDENT + logged(runtime, entry)));
    }
    return lines;
  }

  private static String place(FlowDocument document, OutputResult output) {
    return node(document, output.nodeId()) + ", output " + (output.output() + 1) + ", ";
  }

  private static String node(FlowDocument document, String name) {
    String id = name.substring(name.lastIndexOf('/') + 1);
    return document.entry(id).orElse(null) instanceof NodeDefinition node
        ? node.type() + " " + (node.name().isEmpty() ? name : node.name() + " (" + name + ")")
        : name;
  }

  private static String difference(Difference difference) {
    String message = "message " + difference.message();
    String where = difference.path().isEmpty() ? message : message + ", " + difference.path();
    if (difference.actual() == Undefined.VALUE) {
      return where + ": missing: " + shown(difference.expected());
    }
    if (difference.expected() == Undefined.VALUE) {
      return where + ": not expected: " + shown(difference.actual());
    }
    return where
        + ": expected "
        + shown(difference.expected())
        + " but was "
        + shown(difference.actual());
  }

  private static String shown(@Nullable Object value) {
    return value instanceof String text ? '"' + Preview.of(text) + '"' : Preview.of(value);
  }

  private static String logged(FlowRuntime runtime, LogEntry entry) {
    String level = entry.level() == LogEntry.Level.ERROR ? "error" : "warning";
    String alias = entry.alias() == null ? entry.nodeId() : entry.alias();
    String who = alias == null ? "" : " of " + node(runtime.document(), alias);
    return level + who + ": " + Preview.of(runtime.secrets().in(entry.value()));
  }
}
