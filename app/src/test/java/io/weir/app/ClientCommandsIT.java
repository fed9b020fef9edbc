package io.weir.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.weir.broker.Broker;
import io.weir.broker.BrokerConfig;
import io.weir.broker.testing.Mosquitto;
import io.weir.broker.testing.OpenSsl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code weir pub} and {@code weir sub} beside mosquitto's clients, at mosquitto and at our own
 * broker.
 *
 * <p>Who is to get messages has a session before they are published, so nothing depends on who is
 * faster.
 */
class ClientCommandsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  private final List<AutoCloseable> open = new ArrayList<>();
  private int port;

  private void start(String broker) throws Exception {
    if (broker.equals("mosquitto")) {
      Mosquitto mosquitto = new Mosquitto(folder, "allow_anonymous true");
      open.add(mosquitto);
      port = mosquitto.port();
      return;
    }
    Vertx vertx = Vertx.vertx();
    open.add(() -> vertx.close().toCompletionStage().toCompletableFuture().get(30, SECONDS));
    Broker own = new Broker(vertx, BrokerConfig.listeningOn("127.0.0.1", 0));
    own.start().toCompletionStage().toCompletableFuture().get(30, SECONDS);
    open.add(() -> own.stop().toCompletionStage().toCompletableFuture().get(30, SECONDS));
    port = own.addresses().get(0).port();
  }

  @AfterEach
  void stop() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  private ClientRun launch(String command, String... arguments) throws IOException {
    List<String> words = new ArrayList<>(List.of("-p", Integer.toString(port)));
    words.addAll(List.of(arguments));
    ClientRun run = ClientRun.start(folder, command, words);
    open.add(run);
    return run;
  }

  /** Runs a command to its end, which must be a good one. */
  private ClientRun run(String command, String... arguments)
      throws IOException, InterruptedException {
    ClientRun run = launch(command, arguments).endInput();
    assertThat(run.exitCode()).as("%s: %s", command, run.errors()).isZero();
    return run;
  }

  private void subscribed(String id, String... more) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("-c", "-i", id, "-q", "2", "-t", "t/#", "-E"));
    words.addAll(List.of(more));
    run("mosquitto_sub", words.toArray(new String[0]));
  }

  @ParameterizedTest
  @CsvSource({
    "mosquitto, weir pub, 1",
    "mosquitto, mosquitto_pub, 2",
    "weir, weir pub, 2",
    "weir, mosquitto_pub, 1"
  })
  void both_print_the_same_byte_for_byte(String broker, String pub, String qos) throws Exception {
    start(broker);
    byte[] binary = {0, 1, '"', '\\', (byte) 0xff, (byte) 0xfe, '\n', 'x'};
    Files.write(folder.resolve("binary"), binary);
    String format = "%t|%12t|%p|%x|%10X|%l|%05l|%m|%q|%r|%P|%C|%6C|%D|%E|%F|%R|%S|%A|\\0|@@|%%";
    for (String id : List.of("ours", "theirs")) {
      subscribed(id, "-V", "5");
      subscribed(id + "-3");
    }

    run(pub, "-q", qos, "-t", "t/a", "-m", "hello ü");
    run(pub, "-q", qos, "-t", "t/b", "-f", "binary");
    run(pub, "-q", qos, "-t", "t/c", "-n", "-r");
    String[] typed = {"-D", "publish", "content-type", "text/x"};
    String[] pairs = {"-D", "publish", "user-property", "a", "b"};
    run(pub, join(join(typed, pairs), "-q", qos, "-t", "t/d", "-m", "{\"x\":1.50}"));
    run(
        pub,
        ("-t t/d -m x -D publish response-topic r -D publish correlation-data cd"
                + " -D publish payload-format-indicator 1 -D publish user-property a c -q "
                + qos)
            .split(" "));

    String[] mqtt5 = {"-V", "5", "-c", "-q", "2", "-t", "t/#", "-C", "5", "-F", format, "-i"};
    byte[] ours = run("weir sub", with(mqtt5, "ours")).output();
    assertThat(ours).isEqualTo(run("mosquitto_sub", with(mqtt5, "theirs")).output());
    assertThat(new String(ours, java.nio.charset.StandardCharsets.UTF_8)).contains("hello ü");
    String[] mqtt3 = {"-c", "-q", "2", "-t", "t/#", "-C", "5", "-v", "-i"};
    assertThat(run("weir sub", with(mqtt3, "ours-3")).output())
        .isEqualTo(run("mosquitto_sub", with(mqtt3, "theirs-3")).output());
  }

  private static String[] with(String[] words, String last) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add(last);
    return all.toArray(new String[0]);
  }

  /** Nothing but the time of arrival may differ: order, properties and their order included. */
  @ParameterizedTest
  @CsvSource({"mosquitto, weir pub", "mosquitto, mosquitto_pub", "weir, mosquitto_pub"})
  void json_and_the_order_of_messages_are_the_same(String broker, String pub) throws Exception {
    start(broker);
    String[] identified = {"-V", "5", "-D", "subscribe", "subscription-identifier", "7"};
    subscribed("ours", identified);
    subscribed("theirs", identified);
    String properties =
        " -D publish user-property a b -D publish content-type x/y -D publish user-property c d"
            + " -D publish payload-format-indicator 1 -D publish correlation-data zz"
            + " -D publish response-topic rr -D publish topic-alias 3";
    run(pub, ("-q 2 -t t/two -m 2 --repeat 2" + properties).split(" "));
    run(pub, "-q 1 -t t/one -m 1".split(" "));
    run(pub, "-q 0 -t t/none -m 0".split(" "));

    String[] words = join(identified, "-c -q 2 -t t/# -C 3 -F %S|%A|%m|%j -i".split(" "));
    String ours = run("weir sub", with(words, "ours")).text();
    String theirs = run("mosquitto_sub", with(words, "theirs")).text();

    assertThat(withoutTime(ours)).isEqualTo(withoutTime(theirs)).contains("user-properties");
  }

  private static String withoutTime(String json) {
    return json.replaceAll("\"tst\":\"[^\"]*\"", "");
  }

  @Test
  void a_line_is_published_as_it_comes_and_all_are_acknowledged_in_the_end() throws Exception {
    start("mosquitto");
    subscribed("one");
    subscribed("all");
    ClientRun pub = launch("weir pub", "-t", "t/l", "-q", "1", "-l", "-M", "2");

    pub.type("first\n");
    ClientRun one = run("mosquitto_sub", "-c", "-i", "one", "-q", "1", "-t", "t/#", "-C", "1");

    assertThat(one.text()).isEqualTo("first\n");
    assertThat(pub.isAlive()).isTrue();
    StringBuilder more = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      more.append("line ").append(i).append('\n');
    }
    pub.type(more + "last");
    assertThat(pub.endInput().exitCode()).isZero();
    ClientRun all = run("weir sub", "-c", "-i", "all", "-q", "1", "-t", "t/#", "-C", "502");
    assertThat(all.text()).isEqualTo("first\n" + more + "last\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mosquitto", "weir"})
  void retained_messages_are_printed_alone_left_out_and_removed(String broker) throws Exception {
    start(broker);
    for (String topic : List.of("t/1", "t/2", "t/3")) {
      run("weir pub", "-t", topic, "-m", topic, "-r", "-q", "1");
    }

    ClientRun removed =
        run("weir sub", "-t", "t/#", "-T", "t/2", "--retained-only", "--remove-retained", "-v");

    assertThat(removed.text().lines()).containsExactlyInAnyOrder("t/1 t/1", "t/3 t/3");
    ClientRun left = run("mosquitto_sub", "-t", "t/#", "-C", "1", "-W", "20", "-v");
    assertThat(left.text()).isEqualTo("t/2 t/2\n");
    ClientRun none = launch("weir sub", "-t", "t/#", "-R", "-W", "1");
    assertThat(none.exitCode()).isEqualTo(27);
    assertThat(none.text()).isEmpty();
    assertThat(none.errors()).contains("-W");
  }

  @Test
  void a_subscription_of_a_session_can_be_ended() throws Exception {
    start("mosquitto");
    subscribed("both", "-t", "u/#");
    run("weir sub", "-c", "-i", "both", "-U", "t/#", "-E");
    run("weir pub", "-t", "t/x", "-q", "1", "-m", "no");
    run("weir pub", "-t", "u/x", "-q", "1", "-m", "yes");

    ClientRun got = run("weir sub", "-c", "-i", "both", "-q", "1", "-t", "u/#", "-C", "1");

    assertThat(got.text()).isEqualTo("yes\n");
  }

  @Test
  void a_message_that_was_not_printed_stays_with_the_broker() throws Exception {
    start("mosquitto");
    subscribed("me");
    run("weir pub", "-t", "t/x", "-q", "2", "-m", "twice", "--repeat", "2");
    run("weir pub", "-t", "t/x", "-q", "1", "-m", "last");

    String[] words = {"-c", "-i", "me", "-q", "2", "-t", "t/#", "-C", "1"};
    assertThat(run("weir sub", words).text()).isEqualTo("twice\n");
    assertThat(run("weir sub", words).text()).isEqualTo("twice\n");
    assertThat(run("weir sub", words).text()).isEqualTo("last\n");
  }

  @Test
  void who_may_not_come_in_ends_with_the_code_of_the_broker_as_mosquitto_s_do() throws Exception {
    Files.writeString(folder.resolve("pw"), "");
    Mosquitto broker = new Mosquitto(folder, "password_file " + folder.resolve("pw"));
    open.add(broker);
    port = broker.port();

    for (String version : List.of("311", "5")) {
      ClientRun pub =
          launch("weir pub", "-t", "t", "-m", "x", "-u", "a", "-P", "geheim", "-V", version);
      ClientRun theirs =
          launch("mosquitto_pub", "-t", "t", "-m", "x", "-u", "a", "-P", "b", "-V", version);
      ClientRun sub = launch("weir sub", "-t", "t", "-V", version, "--quiet");
      assertThat(pub.exitCode()).isEqualTo(theirs.exitCode()).isEqualTo(sub.exitCode());
      assertThat(pub.errors()).contains("refuses the connection").doesNotContain("geheim");
      assertThat(sub.errors()).isEmpty();
    }
  }

  @Test
  void no_broker_is_1_and_so_is_wrong_usage() throws Exception {
    port = 1;
    ClientRun pub = launch("weir pub", "-t", "t", "-m", "x");
    ClientRun sub = launch("weir sub", "-t", "t");
    ClientRun wrong = launch("weir sub", "-t", "t", "--no-such-option");

    assertThat(List.of(pub.exitCode(), sub.exitCode(), wrong.exitCode())).containsOnly(1);
    assertThat(pub.errors()).contains("no connection to the broker");
  }

  @Test
  void a_client_certificate_opens_a_tls_listener() throws Exception {
    OpenSsl openSsl = new OpenSsl(folder);
    openSsl.authority();
    for (String name : List.of("server", "client")) {
      openSsl.certificate(name, "DNS:localhost,IP:127.0.0.1");
    }
    Mosquitto broker =
        new Mosquitto(
            folder,
            "allow_anonymous true",
            "require_certificate true",
            "cafile DIR/ca.crt",
            "certfile DIR/server.crt",
            "keyfile DIR/server.key");
    open.add(broker);
    port = broker.port();
    String[] tls = "--cafile ca.crt --cert client.crt --key client.key -t t/x -q 1".split(" ");
    run("mosquitto_sub", join(tls, "-c", "-i", "me", "-E"));

    run("weir pub", join(tls, "-m", "sealed"));

    assertThat(run("weir sub", join(tls, "-c", "-i", "me", "-C", "1")).text())
        .isEqualTo("sealed\n");
    ClientRun stranger = launch("weir pub", "--cafile", "ca.crt", "-t", "t/x", "-m", "x");
    assertThat(stranger.exitCode()).isNotZero();
    ClientRun distrustful = launch("weir pub", "--cafile", "client.crt", "-t", "t/x", "-m", "x");
    assertThat(distrustful.exitCode()).isEqualTo(1);
  }

  private static String[] join(String[] first, String... more) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(more));
    return all.toArray(new String[0]);
  }

  @Test
  void a_lost_connection_is_the_end_of_pub() throws Exception {
    Mosquitto broker = new Mosquitto(folder, "allow_anonymous true");
    open.add(broker);
    port = broker.port();
    ClientRun pub =
        launch("weir pub", "-t", "t/x", "-m", "x", "--repeat", "9", "--repeat-delay", "30", "-d");
    await().atMost(PATIENCE).until(() -> pub.text().contains("PUBLISH"));

    broker.close();

    assertThat(pub.exitCode()).isEqualTo(7);
    assertThat(pub.errors()).contains("was lost");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "2"})
  void lines_wait_for_a_broker_that_is_away(String qos) throws Exception {
    Mosquitto broker =
        new Mosquitto(
            folder, "allow_anonymous true", "persistence true", "persistence_location DIR/");
    open.add(broker);
    port = broker.port();
    subscribed("me");
    ClientRun pub = launch("weir pub", "-t", "t/x", "-l", "-q", qos, "-d");
    await().atMost(PATIENCE).until(() -> pub.text().contains("CONNACK"));
    broker.close();
    pub.type("one\ntwo\n");
    await().atMost(PATIENCE).until(() -> pub.text().split("CONNECT").length > 2);
    broker.start();
    await().atMost(PATIENCE).until(() -> pub.text().split("CONNACK").length > 2);
    // Of a session that the broker has kept, QoS 0 reaches who is there.
    ClientRun sub = launch("weir sub", "-c", "-i", "me", "-q", "2", "-t", "t/#", "-C", "3", "-d");
    if (qos.equals("0")) {
      await().atMost(PATIENCE).until(() -> sub.text().contains("SUBACK"));
      pub.type("one\ntwo\n");
    }

    pub.type("three\n");

    assertThat(pub.endInput().exitCode()).isZero();
    assertThat(sub.exitCode()).isZero();
    // What -d tells may stand between them: a kept message may come ahead of the SUBACK.
    assertThat(sub.text().lines().filter(line -> !line.startsWith("Client ")))
        .containsExactly("one", "two", "three");
  }

  @Test
  void sub_subscribes_again_when_the_broker_is_back_and_ends_well_on_ctrl_c() throws Exception {
    Mosquitto broker = new Mosquitto(folder, "allow_anonymous true");
    open.add(broker);
    port = broker.port();
    ClientRun sub = launch("weir sub", "-t", "t/x", "-d", "-F", "<%p>");
    await().atMost(PATIENCE).until(() -> sub.text().contains("SUBACK"));
    broker.close();
    broker.start();
    await().atMost(PATIENCE).until(() -> sub.text().split("SUBACK").length == 3);

    run("mosquitto_pub", "-t", "t/x", "-m", "again", "-q", "1");
    await().atMost(PATIENCE).until(() -> sub.text().contains("<again>"));
    sub.signal("INT");

    assertThat(sub.exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"weir", "mosquitto_"})
  void options_for_every_call_are_read_and_the_command_line_s_win(String family) throws Exception {
    start("mosquitto");
    boolean isOurs = family.equals("weir");
    subscribed("me");
    Path config = Files.createDirectories(folder.resolve("config"));
    Files.writeString(
        config.resolve("mosquitto_pub"), "# for tests\n-t t/file\n-q 1\n-m a  text\n");
    Files.writeString(config.resolve("mosquitto_sub"), "-v\n\n-F never this\n-q 1\n");
    Map<String, String> environment = Map.of("XDG_CONFIG_HOME", config.toString());

    runIn(environment, isOurs ? "weir pub" : "mosquitto_pub");
    runIn(environment, isOurs ? "weir pub" : "mosquitto_pub", "-t", "t/line");
    ClientRun sub =
        runIn(
            environment,
            isOurs ? "weir sub" : "mosquitto_sub",
            "-c -i me -t t/# -C 2 -F %t:%p:%q".split(" "));

    assertThat(sub.text()).isEqualTo("t/file:a  text:1\nt/line:a  text:1\n");
  }

  private ClientRun runIn(Map<String, String> environment, String command, String... arguments)
      throws IOException, InterruptedException {
    String[] words = join(new String[] {"-p", Integer.toString(port)}, arguments);
    ClientRun run = ClientRun.start(folder, command, List.of(words), environment).endInput();
    open.add(run);
    assertThat(run.exitCode()).as("%s: %s", command, run.errors()).isZero();
    return run;
  }
}
