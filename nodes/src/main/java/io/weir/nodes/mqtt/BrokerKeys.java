package io.weir.nodes.mqtt;

import java.util.List;

/** The keys of a broker's configuration, those without a field in the form included. */
final class BrokerKeys {
  static final List<String> ALL =
      List.of(
          "broker",
          "port",
          "url",
          "clientid",
          "autoConnect",
          "usetls",
          "verifyservercert",
          "compatmode",
          "protocolVersion",
          "keepalive",
          "cleansession",
          "autoUnsubscribe",
          "birthTopic",
          "birthQos",
          "birthRetain",
          "birthPayload",
          "birthMsg",
          "closeTopic",
          "closeQos",
          "closeRetain",
          "closePayload",
          "closeMsg",
          "willTopic",
          "willQos",
          "willRetain",
          "willPayload",
          "willMsg",
          "userProps",
          "sessionExpiry",
          "sessionExpiryInterval",
          "topicAliasMaximum",
          "maximumPacketSize",
          "receiveMaximum");

  private BrokerKeys() {}
}
