package io.weir.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The flow that is measured: mqtt in, one node, mqtt out. The same file for every engine. */
final class BenchFlow {
  private static final String FILE =
      """
      [{"id":"t","type":"tab","label":"Bench"},
       {"id":"b","type":"mqtt-broker","name":"","broker":"127.0.0.1","port":"%d","clientid":"",
        "autoConnect":true,"usetls":false,"protocolVersion":"4","keepalive":"60",
        "cleansession":true},
       {"id":"i","type":"mqtt in","z":"t","name":"","topic":"bench/in","qos":"0",
        "datatype":"auto-detect","broker":"b","nl":false,"rap":true,"rh":0,"inputs":0,
        "x":100,"y":100,"wires":[["m"]]},
       %s,
       {"id":"o","type":"mqtt out","z":"t","name":"","topic":"bench/out","qos":"0",
        "retain":"false","broker":"b","x":500,"y":100,"wires":[]}]
      """;

  private static final String FUNCTION =
      """
      {"id":"m","type":"function","z":"t","name":"","outputs":1,"timeout":0,"noerr":0,
       "initialize":"","finalize":"","libs":[],
       "func":"msg.payload = msg.payload * 9 / 5 + 32;\\nreturn msg;",
       "x":300,"y":100,"wires":[["o"]]}""";

  private static final String CHANGE =
      """
      {"id":"m","type":"change","z":"t","name":"","x":300,"y":100,
       "rules":[{"t":"set","p":"payload","pt":"msg","to":"30","tot":"num"}],"wires":[["o"]]}""";

  private BenchFlow() {}

  static Path write(Scenario scenario, int port, Path folder) throws IOException {
    String middle = scenario.name().startsWith("flow-change") ? CHANGE : FUNCTION;
    Path file = folder.resolve("flows.json");
    Files.writeString(file, FILE.formatted(port, middle));
    return file;
  }
}
