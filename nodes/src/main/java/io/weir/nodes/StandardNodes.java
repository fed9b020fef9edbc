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
import io.weir.nodes.exec.ExecNode;
import io.weir.nodes.function.ChangeNode;
import io.weir.nodes.function.DelayNode;
import io.weir.nodes.function.FilterNode;
import io.weir.nodes.function.FunctionNode;
import io.weir.nodes.function.RangeNode;
import io.weir.nodes.function.SwitchNode;
import io.weir.nodes.function.TemplateNode;
import io.weir.nodes.function.TriggerNode;
import io.weir.nodes.function.script.Scripts;
import io.weir.nodes.http.HttpInNode;
import io.weir.nodes.http.HttpResponseNode;
import io.weir.nodes.http.client.HttpProxyNode;
import io.weir.nodes.http.client.HttpRequestNode;
import io.weir.nodes.mqtt.BrokerClients;
import io.weir.nodes.mqtt.MqttBrokerNode;
import io.weir.nodes.mqtt.MqttInNode;
import io.weir.nodes.mqtt.MqttOutNode;
import io.weir.nodes.parser.CsvNode;
import io.weir.nodes.parser.HtmlNode;
import io.weir.nodes.parser.JsonNode;
import io.weir.nodes.parser.XmlNode;
import io.weir.nodes.parser.YamlNode;
import io.weir.nodes.sequence.BatchNode;
import io.weir.nodes.sequence.JoinNode;
import io.weir.nodes.sequence.SortNode;
import io.weir.nodes.sequence.SplitNode;
import io.weir.nodes.storage.FileInNode;
import io.weir.nodes.storage.FileNode;
import io.weir.nodes.storage.WatchNode;
import io.weir.nodes.tcp.TcpConnections;
import io.weir.nodes.tcp.TcpInNode;
import io.weir.nodes.tcp.TcpOutNode;
import io.weir.nodes.tcp.TcpRequestNode;
import io.weir.nodes.tls.TlsConfigNode;
import io.weir.nodes.udp.UdpInNode;
import io.weir.nodes.udp.UdpOutNode;
import io.weir.nodes.udp.UdpSockets;
import io.weir.nodes.websocket.SocketNode;
import io.weir.nodes.websocket.WebSocketInNode;
import io.weir.nodes.websocket.WebSocketOutNode;
import java.util.List;

/** The standard node types, in palette order. */
public final class StandardNodes implements NodePack {
  private final List<NodeType> types;
  private final UdpSockets udpSockets = new UdpSockets();

  /** The standard nodes, if nothing is said about them; flows neither serve anything nor ask. */
  public StandardNodes(BrokerClients clients, Scripts scripts) {
    this(clients, scripts, Web.NONE, NodeSettings.USUAL);
  }

  /**
   * The standard nodes.
   *
   * @param clients how the MQTT nodes reach brokers
   * @param scripts how the function node runs JavaScript
   * @param web what flows have of the web
   * @param settings what the program's settings say about them
   */
  public StandardNodes(BrokerClients clients, Scripts scripts, Web web, NodeSettings settings) {
    TcpConnections connections = new TcpConnections();
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
            DelayNode.type(settings.bufferedMessages()),
            TriggerNode.type(settings.bufferedMessages()),
            ExecNode.type(settings.execBytes()),
            FilterNode.TYPE,
            MqttInNode.TYPE,
            MqttOutNode.TYPE,
            MqttBrokerNode.type(clients),
            TlsConfigNode.TYPE,
            HttpInNode.type(web.routes()),
            HttpResponseNode.TYPE,
            HttpRequestNode.type(web.http(), settings.bufferedMessages()),
            HttpProxyNode.TYPE,
            WebSocketInNode.TYPE,
            WebSocketOutNode.TYPE,
            SocketNode.listener(web.sockets(), web.http()),
            SocketNode.client(web.sockets(), web.http()),
            TcpInNode.type(connections, settings.tcp()),
            TcpOutNode.type(connections, settings.tcp()),
            TcpRequestNode.type(settings.tcp()),
            UdpInNode.type(udpSockets),
            UdpOutNode.type(udpSockets),
            CsvNode.type(settings.bufferedMessages()),
            HtmlNode.type(settings.bufferedMessages()),
            JsonNode.TYPE,
            XmlNode.TYPE,
            YamlNode.TYPE,
            SplitNode.TYPE,
            JoinNode.type(settings.bufferedMessages()),
            SortNode.type(settings.bufferedMessages()),
            BatchNode.type(settings.bufferedMessages()),
            FileNode.type(settings.fileWorkingDirectory()),
            FileInNode.type(settings.fileWorkingDirectory(), settings.bufferedMessages()),
            WatchNode.TYPE);
  }

  /**
   * The ports that flows listen on for datagrams, or send them from.
   *
   * @threads any
   */
  public List<Integer> udpPorts() {
    return udpSockets.ports();
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
      case "tcp in", "tcp out", "tcp request" -> "tcpin";
      case "udp in", "udp out" -> "udp";
      case "http in", "http response" -> "httpin";
      case "http request" -> "httprequest";
      case "http proxy" -> "httpproxy";
      case "websocket in", "websocket out", "websocket-listener", "websocket-client" -> "websocket";
      case "csv" -> "CSV";
      case "html" -> "HTML";
      case "json" -> "JSON";
      case "xml" -> "XML";
      case "yaml" -> "YAML";
      case "split", "join" -> "split";
      case "file", "file in" -> "file";
      default -> type.name();
    };
  }
}
