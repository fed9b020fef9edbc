package io.weir.app;

import io.vertx.core.Vertx;
import io.weir.app.config.WeirConfig;
import io.weir.app.nodered.NodeRedFolder;
import io.weir.app.packs.NodeJars;
import io.weir.engine.node.NodeCatalog;
import io.weir.engine.runtime.FlowRuntime;
import io.weir.engine.runtime.RuntimeOptions;
import io.weir.engine.store.ContextStore;
import io.weir.engine.store.Credentials;
import io.weir.engine.store.FileFlowStore;
import io.weir.engine.store.NodeSetSettings;
import io.weir.engine.store.RuntimeSettings;
import io.weir.engine.store.Stores;
import io.weir.nodes.StandardNodes;
import io.weir.nodes.Web;
import io.weir.nodes.expression.JsonataExpressions;
import io.weir.nodes.function.script.GraalScripts;
import io.weir.nodes.function.script.Scripts;
import io.weir.nodes.mqtt.BrokerClients;
import java.nio.file.Path;
import java.util.List;

/**
 * What runs the flows of a user directory: the standard nodes and those of jars, on its files.
 *
 * @param scripts to be closed after the runtime has stopped
 * @param nodes the standard nodes
 */
record FlowEngine(FlowRuntime runtime, Scripts scripts, StandardNodes nodes) {

  /**
   * An engine that has loaded nothing yet. Blocks: it reads the jars.
   *
   * @param clients how MQTT nodes reach brokers
   * @param web what flows have of the web
   * @param variables where the flows' variables are kept
   */
  static FlowEngine of(
      Vertx vertx,
      WeirConfig config,
      BrokerClients clients,
      Web web,
      ContextStore variables,
      RuntimeOptions options) {
    // Its engine takes a second to come up, and does so in the background when a flow has
    // functions.
    Scripts scripts =
        new GraalScripts(config.functions().timeout(), config.functions().externalModules());
    StandardNodes nodes = new StandardNodes(clients, scripts, web, config.nodes());
    NodeJars jars = NodeJars.load(config.userDir().resolve("nodes"), List.of(nodes));
    RuntimeSettings settings =
        new RuntimeSettings(config.userDir().resolve(".config.runtime.json"));
    FlowRuntime runtime =
        new FlowRuntime(
            vertx,
            NodeCatalog.of(jars.packs(), config.excludedNodes(), jars.unusable()),
            new Stores(
                new FileFlowStore(config.flowFile()),
                new Credentials(credentialFile(config), settings, config.credentialSecret()),
                variables,
                settings,
                new NodeSetSettings(config.userDir().resolve(".config.nodes.json"))),
            new JsonataExpressions(),
            options);
    return new FlowEngine(runtime, scripts, nodes);
  }

  /** The file of the flows' credentials, which need not exist. */
  static Path credentialFile(WeirConfig config) {
    Path named = config.credentialFile();
    return named == null
        ? NodeRedFolder.credentialFileOf(config.flowFile(), config.userDir())
        : named;
  }
}
