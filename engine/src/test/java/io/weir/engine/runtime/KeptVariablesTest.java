package io.weir.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.weir.engine.flow.FlowDocument;
import io.weir.engine.node.NodeCatalog;
import io.weir.engine.node.NodeException;
import io.weir.engine.store.ContextScope;
import io.weir.engine.store.ContextSettings;
import io.weir.engine.store.CredentialSecret;
import io.weir.engine.store.Credentials;
import io.weir.engine.store.FileFlowStore;
import io.weir.engine.store.NamedContextStore;
import io.weir.engine.store.NodeSetSettings;
import io.weir.engine.store.RuntimeSettings;
import io.weir.engine.store.Stores;
import io.weir.engine.testing.FlowTester;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Variables in files, and what becomes of them with the flows that they belong to. */
class KeptVariablesTest {
  private static final String FLOWS = "[{\"id\":\"t\",\"type\":\"tab\"}]";

  private final Vertx vertx = Vertx.vertx();

  @TempDir private Path folder;
  private Path flowFile;
  private Path variables;
  private FlowRuntime runtime;

  @BeforeEach
  void keepVariables() throws IOException {
    flowFile = folder.resolve("flows.json");
    variables = folder.resolve("context/t/flow.json");
    Files.createDirectories(variables.getParent());
    Files.writeString(variables, "{\"count\":5}");
    RuntimeSettings settings = new RuntimeSettings(folder.resolve(".config.runtime.json"));
    ContextSettings files =
        new ContextSettings(
            Map.of(
                "default",
                new ContextSettings.Files(folder.resolve("context"), Duration.ofSeconds(30))),
            null,
            Map.of(),
            true);
    runtime =
        new FlowRuntime(
            vertx,
            NodeCatalog.of(List.of()),
            new Stores(
                new FileFlowStore(flowFile),
                new Credentials(
                    folder.resolve("flows_cred.json"), settings, CredentialSecret.GENERATED),
                new NamedContextStore(files),
                settings,
                new NodeSetSettings(folder.resolve(".config.nodes.json"))),
            text -> {
              throw new NodeException("there are no expressions here");
            },
            RuntimeOptions.defaults());
  }

  @AfterEach
  void close() {
    FlowTester.get(runtime.stop());
    FlowTester.get(vertx.close());
  }

  private Object count() {
    return runtime.variables().of(ContextScope.flow("t")).get("count", null);
  }

  @Test
  void outlast_a_flow_file_that_can_not_be_read() throws IOException {
    Files.writeString(flowFile, "[{\"id\":\"t\", oops");

    FlowTester.get(runtime.start());
    FlowTester.get(runtime.reload());
    assertThat(variables).exists();

    Files.writeString(flowFile, FLOWS);
    FlowTester.get(runtime.reload());
    assertThat(count()).isEqualTo(5L);
  }

  @Test
  void outlast_a_start_without_the_flow_file() throws IOException {
    FlowTester.get(runtime.start());
    assertThat(variables).exists();

    Files.writeString(flowFile, FLOWS);
    FlowTester.get(runtime.reload());
    assertThat(count()).isEqualTo(5L);
  }

  @Test
  void that_are_not_written_yet_outlast_a_reload() throws IOException {
    Files.writeString(flowFile, FLOWS);
    FlowTester.get(runtime.start());
    runtime.variables().of(ContextScope.flow("t")).set("count", 6, null);

    FlowTester.get(runtime.reload());

    assertThat(count()).isEqualTo(6L);
  }

  @Test
  void go_with_the_tab_that_they_belong_to() throws IOException {
    Files.writeString(flowFile, FLOWS);
    FlowTester.get(runtime.start());

    FlowTester.get(runtime.deploy(FlowDocument.EMPTY, DeployType.NODES, null));

    assertThat(variables).doesNotExist();
  }
}
