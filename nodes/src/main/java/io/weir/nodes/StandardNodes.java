package io.weir.nodes;

import io.weir.engine.node.NodePack;
import io.weir.engine.node.NodeType;
import io.weir.nodes.common.CatchNode;
import io.weir.nodes.common.CommentNode;
import io.weir.nodes.common.CompleteNode;
import io.weir.nodes.common.DebugNode;
import io.weir.nodes.common.InjectNode;
import io.weir.nodes.common.LinkCallNode;
import io.weir.nodes.common.LinkInNode;
import io.weir.nodes.common.LinkOutNode;
import io.weir.nodes.common.StatusNode;
import io.weir.nodes.function.ChangeNode;
import io.weir.nodes.function.FunctionNode;
import io.weir.nodes.function.RangeNode;
import io.weir.nodes.function.SwitchNode;
import io.weir.nodes.function.TemplateNode;
import io.weir.nodes.function.script.Scripts;
import io.weir.nodes.mqtt.BrokerClients;
import io.weir.nodes.mqtt.MqttBrokerNode;
import io.weir.nodes.mqtt.MqttInNode;
import io.weir.nodes.mqtt.MqttOutNode;
import io.weir.nodes.mqtt.TlsConfigNode;
import io.weir.nodes.parser.JsonNode;
import java.util.List;

/** The standard node types, in palette order. */
public final class StandardNodes implements NodePack {
  private final List<NodeType> types;

  /** The standard nodes, if nothing is said about them. */
  public StandardNodes(BrokerClients clients, Scripts scripts) {
    this(clients, scripts, NodeSettings.USUAL);
  }

  /**
   * The standard nodes.
   *
   * @param clients how the MQTT nodes reach brokers
   * @param scripts how the function node runs JavaScript
   * @param settings what the program's settings say about them
   */
  public StandardNodes(BrokerClients clients, Scripts scripts, NodeSettings settings) {
    types =
        List.of(
            InjectNode.TYPE,
            DebugNode.type(settings.debugStatusLength()),
            CompleteNode.TYPE,
            CatchNode.TYPE,
            StatusNode.TYPE,
            LinkInNode.TYPE,
            LinkCallNode.TYPE,
            LinkOutNode.TYPE,
            CommentNode.TYPE,
            FunctionNode.type(scripts),
            SwitchNode.type(settings.bufferedMessages()),
            ChangeNode.TYPE,
            RangeNode.TYPE,
            TemplateNode.TYPE,
            MqttInNode.TYPE,
            MqttOutNode.TYPE,
            MqttBrokerNode.type(clients),
            TlsConfigNode.TYPE,
            JsonNode.TYPE);
  }

  @Override
  public String module() {
    return "node-red";
  }

  /** The version of Node-RED whose nodes these behave like. */
  @Override
  public String version() {
    return "5.0.0";
  }

  @Override
  public List<NodeType> types() {
    return types;
  }

  /** The set that Node-RED has the type in. */
  @Override
  public String setOf(NodeType type) {
    return switch (type.name()) {
      case "link in", "link out", "link call" -> "link";
      case "mqtt in", "mqtt out", "mqtt-broker" -> "mqtt";
      case "tls-config" -> "tls";
      case "json" -> "JSON";
      default -> type.name();
    };
  }
}
