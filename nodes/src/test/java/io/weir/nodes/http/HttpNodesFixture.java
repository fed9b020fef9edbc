package io.weir.nodes.http;

import io.weir.engine.message.MessageJson;
import io.weir.engine.testing.FlowTester;
import org.junit.jupiter.api.AfterEach;

/** Flows of http in and http response nodes behind a web server, one at a time. */
abstract class HttpNodesFixture {
  FlowServer server;

  @AfterEach
  void closeServer() {
    if (server != null) {
      server.close();
    }
  }

  static String in(String id, String method, String url, String target, String... more) {
    return """
        {"id":"%s","type":"http in","z":"t","x":1,"y":1,"method":"%s","url":"%s",%s"wires":[["%s"]]}
        """
        .formatted(
            id,
            method,
            url,
            more.length == 0 ? "" : String.join(",", more).replace('\'', '"') + ",",
            target);
  }

  static String function(String id, String code, String target) {
    return """
        {"id":"%s","type":"function","z":"t","x":1,"y":1,"outputs":1,"func":%s,"wires":[["%s"]]}
        """
        .formatted(id, MessageJson.text(code), target);
  }

  static String response(String id, String... more) {
    return """
        {"id":"%s","type":"http response","z":"t","x":1,"y":1,%s"wires":[]}
        """
        .formatted(id, more.length == 0 ? "" : String.join(",", more).replace('\'', '"') + ",");
  }

  void start(String... entries) {
    server = FlowServer.start("/api/", FlowTester.tab(entries));
  }
}
