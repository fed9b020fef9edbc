package io.weir.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.broker.testing.Programs;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import jdk.jfr.consumer.RecordingFile;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole program by {@code java -jar}, with a client that is not ours. */
class ProgramIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private Path userDir;
  private Program program;
  private MqttClient client;
  private final List<String> arrived = new CopyOnWriteArrayList<>();

  @BeforeEach
  void makeUserDir() throws Exception {
    userDir = Files.createDirectory(folder.resolve("user"));
  }

  @AfterEach
  void end() throws MqttException {
    if (client != null && client.isConnected()) {
      client.disconnect(1_000);
    }
    if (program != null) {
      program.close();
    }
  }

  private static String example(String name) throws Exception {
    return Files.readString(Path.of("../flows/examples/" + name));
  }

  private void connect() throws MqttException {
    client =
        new MqttClient("tcp://127.0.0.1:" + program.mqttPort(), "sensor", new MemoryPersistence());
    client.connect();
  }

  private void listen(String filter) throws MqttException {
    client.subscribe(
        filter,
        0,
        (topic, message) ->
            arrived.add(topic + " " + new String(message.getPayload(), StandardCharsets.UTF_8)));
  }

  private void publish(String topic, String payload) throws MqttException {
    client.publish(topic, payload.getBytes(StandardCharsets.UTF_8), 0, false);
  }

  @Test
  void a_flow_file_from_node_red_runs_and_keeps_its_bytes() throws Exception {
    // The built-in broker is on a free port here, which the file has to name.
    int port = Programs.freePort();
    String flows = example("greenhouse.json").replace("\"1883\"", "\"" + port + "\"");
    Files.writeString(userDir.resolve("flows.json"), flows);
    program = Program.start(userDir, "--mqtt-port", "" + port);
    connect();
    listen("greenhouse/alarm");

    publish("greenhouse/temp", "21.5");
    publish("greenhouse/temp", "30");

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(arrived).containsExactly("greenhouse/alarm 86"));
    client.disconnect();
    program.terminate();
    assertThat(userDir.resolve("flows.json")).hasContent(flows);
  }

  @Test
  void what_was_deployed_is_there_after_a_restart() throws Exception {
    int mqttPort = Programs.freePort();
    program = Program.start(userDir, "--mqtt-port", "" + mqttPort);
    String flows = example("two-devices.json").replace("1883", "" + mqttPort);
    assertThat(program.ask("POST", "/flows", flows).statusCode()).isEqualTo(204);
    program.terminate();

    program = Program.start(userDir, "--mqtt-port", "" + mqttPort);
    connect();
    listen("device/b/lamp");
    publish("device/a/button", "pressed");

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(arrived).containsExactly("device/b/lamp ON"));
  }

  @Test
  void a_function_that_loops_for_ever_is_named_and_the_rest_goes_on() throws Exception {
    Files.writeString(userDir.resolve("weir.yaml"), "functions:\n  timeoutSeconds: 1\n");
    program = Program.start(userDir);
    String flows =
        """
        [{"id":"t","type":"tab","label":"One"},{"id":"u","type":"tab","label":"Two"},
         {"id":"b","type":"mqtt-broker","broker":"localhost","port":"%d"},
         {"id":"i","type":"mqtt in","z":"t","topic":"loop","qos":"0","datatype":"utf8","broker":"b",
          "x":1,"y":1,"wires":[["f"]]},
         {"id":"f","type":"function","z":"t","name":"For ever","func":"if (msg.payload === 'loop') { while (true) {} }\\nreturn msg;",
          "outputs":1,"x":1,"y":1,"wires":[["o"]]},
         {"id":"o","type":"mqtt out","z":"t","topic":"out/t","broker":"b","x":1,"y":1,"wires":[]},
         {"id":"c","type":"catch","z":"t","scope":null,"x":1,"y":1,"wires":[["p"]]},
         {"id":"p","type":"change","z":"t","rules":[{"t":"set","p":"payload","pt":"msg","to":"error.source.name","tot":"msg"}],
          "x":1,"y":1,"wires":[["e"]]},
         {"id":"e","type":"mqtt out","z":"t","topic":"out/error","broker":"b","x":1,"y":1,"wires":[]},
         {"id":"i2","type":"mqtt in","z":"u","topic":"other","qos":"0","datatype":"utf8","broker":"b",
          "x":1,"y":1,"wires":[["o2"]]},
         {"id":"o2","type":"mqtt out","z":"u","topic":"out/u","broker":"b","x":1,"y":1,"wires":[]}]
        """
            .formatted(program.mqttPort());
    assertThat(program.ask("POST", "/flows", flows).statusCode()).isEqualTo(204);
    connect();
    listen("out/#");

    publish("loop", "loop");
    publish("other", "still here");
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(arrived).contains("out/u still here"));
    assertThat(program.ask("GET", "/flows", "").statusCode()).isEqualTo(200);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(arrived).contains("out/error For ever"));
    publish("loop", "once more");

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(arrived).contains("out/t once more"));
  }

  @Test
  void a_broken_flow_file_is_named_and_left_alone_and_the_program_starts() throws Exception {
    Files.writeString(userDir.resolve("flows.json"), "[{\"id\":\"a\",\n \"type\" oops]");

    program = Program.start(userDir);

    assertThat(program.output())
        .contains("[error]", userDir.resolve("flows.json") + " could not be loaded", "line 2");
    assertThat(userDir.resolve("flows.json")).hasContent("[{\"id\":\"a\",\n \"type\" oops]");
    assertThat(program.ask("GET", "/flows/problems", "").body()).contains("could not be loaded");
    assertThat(program.ask("POST", "/flows", "[]").statusCode()).isEqualTo(204);
    assertThat(userDir).isDirectoryContaining("glob:**flows.json.broken-*");
  }

  @Test
  void wires_to_nowhere_and_missing_config_nodes_are_named_in_the_log() throws Exception {
    Files.writeString(
        userDir.resolve("flows.json"),
        """
        [{"id":"t","type":"tab"},
         {"id":"i","type":"mqtt in","z":"t","name":"In","topic":"a","broker":"gone","x":1,"y":1,
          "wires":[["nowhere"]]},
         {"id":"z","type":"zigbee","z":"t","x":1,"y":1,"wires":[]}]""");

    program = Program.start(userDir);

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(program.output())
                    .contains("mqtt in In: a wire from output 1 leads to nowhere")
                    .contains("gone")
                    .contains("no node type is called zigbee"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "HUP", "USR2"})
  void a_signal_to_end_keeps_what_flows_have_set_and_is_exit_code_zero(String signal)
      throws Exception {
    Files.writeString(
        userDir.resolve("weir.yaml"),
        "contextStorage: { default: { module: localfilesystem, config: { flushInterval: 600 } } }");
    Files.writeString(
        userDir.resolve("flows.json"),
        """
        [{"id":"t","type":"tab"},
         {"id":"c","type":"change","z":"t","x":1,"y":1,"wires":[["d"]],
          "rules":[{"t":"set","p":"seen","pt":"flow","to":"yes","tot":"str"}]},
         {"id":"d","type":"debug","z":"t","console":true,"active":true,"x":1,"y":1,"wires":[]},
         {"id":"i","type":"inject","z":"t","once":true,"props":[{"p":"payload","v":"set","vt":"str"}],
          "x":1,"y":1,"wires":[["c"]]}]""");
    program = Program.start(userDir);
    await().atMost(PATIENCE).until(() -> program.output().contains("[debug:d] set"));

    program.signal(signal);

    assertThat(program.exitCode()).isZero();
    assertThat(userDir.resolve("context/t/flow.json")).content().contains("\"seen\": \"yes\"");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void it_goes_on_while_it_is_profiled(boolean isByScript) throws Exception {
    String[] arguments = {"run", "-u", userDir.toString(), "-p", "0", "--mqtt-port", "0"};
    Map<String, String> environment = isByScript ? Map.of("_JAVA_SR_SIGNUM", "50") : Map.of();
    program = Program.launch(environment, folder, arguments);
    program.awaitReady();

    program.jcmd("JFR.start", "name=test", "settings=profile");
    // Enough to do for the profiler to stop a thread in it, which it does with a signal.
    Path recording = folder.resolve("test.jfr");
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              program.ask("GET", "/nodes", "", "Accept", "application/json");
              program.jcmd("JFR.dump", "name=test", "filename=" + recording);
              return RecordingFile.readAllEvents(recording).stream()
                  .anyMatch(event -> event.getEventType().getName().endsWith("ExecutionSample"));
            });

    assertThat(program.isAlive()).isTrue();
    assertThat(program.ask("GET", "/health/live", "").statusCode()).isEqualTo(200);
  }

  @Test
  void a_port_in_use_is_one_line_and_exit_code_one() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      program =
          Program.launch(
              folder,
              "run",
              "-u",
              userDir.toString(),
              "-p",
              "" + taken.getLocalPort(),
              "--mqtt-port",
              "0");

      assertThat(program.exitCode()).isEqualTo(1);
      assertThat(program.output().lines().toList())
          .singleElement()
          .asString()
          .startsWith("weir: port " + taken.getLocalPort());
    }
  }

  @Test
  void an_mqtt_port_in_use_is_one_line_and_exit_code_one() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      program =
          Program.launch(
              folder,
              "run",
              "-u",
              userDir.toString(),
              "-p",
              "0",
              "--mqtt-port",
              "" + taken.getLocalPort());

      assertThat(program.exitCode()).isEqualTo(1);
      assertThat(program.output().lines().toList())
          .singleElement()
          .asString()
          .contains("" + taken.getLocalPort());
    }
  }

  @Test
  void a_user_directory_that_can_not_be_made_is_one_line_and_exit_code_one() throws Exception {
    Path file = Files.writeString(folder.resolve("a-file"), "");

    program = Program.launch(folder, "run", "-u", file.resolve("user").toString(), "-p", "0");

    assertThat(program.exitCode()).isEqualTo(1);
    assertThat(program.output().lines().toList())
        .singleElement()
        .asString()
        .contains("the user directory", "can't be made");
  }

  @Test
  void an_unknown_option_is_exit_code_two() throws Exception {
    program = Program.launch(folder, "run", "--no-such-option");

    assertThat(program.exitCode()).isEqualTo(2);
    assertThat(program.output().lines().toList())
        .singleElement()
        .asString()
        .contains("--no-such-option", "weir run --help");
  }

  @Test
  void an_unknown_setting_is_one_line_and_exit_code_one() throws Exception {
    Files.writeString(userDir.resolve("weir.yaml"), "web:\n  prot: 1880\n");

    program = Program.launch(folder, "run", "-u", userDir.toString());

    assertThat(program.exitCode()).isEqualTo(1);
    assertThat(program.output()).contains("web.prot is not a setting; did you mean web.port?");
  }

  @Test
  void the_broker_runs_alone() throws Exception {
    program = Program.launch(folder, "broker", "-p", "0", "-v");
    await().atMost(PATIENCE).until(() -> program.output().contains("mqtt://localhost:"));
    connect();
    listen("#");

    publish("a/b", "c");

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(arrived).contains("a/b c"));
    assertThat(program.output()).contains("New client connected", " as sensor (p2, c");
  }

  @Test
  void a_check_names_every_problem_and_tells_by_its_exit_code() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("twice.json"),
            "[{\"id\":\"a\",\"type\":\"tab\"},{\"id\":\"a\",\"type\":\"tab\"}]");

    program = Program.launch(folder, "flows", "check", file.toString());

    assertThat(program.exitCode()).isEqualTo(1);
    assertThat(program.output()).contains("two entries have the id a");
  }

  @Test
  void secrets_are_kept_from_others_and_from_the_log() throws Exception {
    program = Program.start(userDir);
    program.ask(
        "POST",
        "/flows",
        "[{\"id\":\"b\",\"type\":\"mqtt-broker\",\"broker\":\"localhost\",\"port\":\"1\","
            + "\"credentials\":{\"user\":\"u\",\"password\":\"hush-hush\"}}]");

    assertThat(Files.readString(userDir.resolve("flows.json"))).doesNotContain("hush-hush");
    assertThat(Files.readString(userDir.resolve("flows_cred.json"))).doesNotContain("hush-hush");
    assertThat(program.output()).doesNotContain("hush-hush");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(userDir.resolve("flows_cred.json"))))
        .isEqualTo("rw-------");
  }

  @Test
  void prometheus_finds_the_figures_of_broker_and_machine() throws Exception {
    program = Program.start(userDir);
    connect();
    publish("any", "thing");

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(program.ask("GET", "/metrics", "").body())
                    .contains("weir_mqtt_publications_received_total 1.0")
                    .contains("weir_mqtt_clients_connected 1.0")
                    .contains("jvm_memory_used_bytes{"));
  }

  @Test
  void what_waits_for_an_absent_client_survives_kill_9() throws Exception {
    program = Program.start(userDir);
    MqttConnectOptions lasting = new MqttConnectOptions();
    lasting.setCleanSession(false);
    String address = "tcp://127.0.0.1:" + program.mqttPort();
    MqttClient absent = new MqttClient(address, "absent", new MemoryPersistence());
    absent.connect(lasting);
    absent.subscribe("door/#", 1);
    absent.disconnect();
    connect();
    client.publish("door/1", "open".getBytes(StandardCharsets.UTF_8), 1, false);
    client.publish("door/2", "shut".getBytes(StandardCharsets.UTF_8), 2, true);
    program.kill();

    program = Program.start(userDir);
    assertThat(program.output()).contains("1 sessions, 2 messages for them and 1 retained");
    address = "tcp://127.0.0.1:" + program.mqttPort();
    absent = new MqttClient(address, "absent", new MemoryPersistence());
    absent.setCallback(new Arrivals(arrived::add));
    absent.connect(lasting);

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(arrived).containsExactly("door/1 open", "door/2 shut"));
    absent.disconnect();
  }

  /** Tells of each message, those before any subscription included. */
  private record Arrivals(Consumer<String> each) implements MqttCallback {
    @Override
    public void connectionLost(Throwable cause) {}

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      each.accept(topic + " " + new String(message.getPayload(), StandardCharsets.UTF_8));
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {}
  }
}
