package io.weir.broker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.broker.Limits;
import io.weir.broker.Listener;
import io.weir.broker.auth.AccessFiles;
import io.weir.broker.bridge.BridgeSettings;
import io.weir.broker.bridge.BridgeSettings.Direction;
import io.weir.broker.config.LogSettings.Destination;
import io.weir.broker.config.LogSettings.Kind;
import io.weir.broker.packet.ProtocolVersion;
import io.weir.broker.packet.Qos;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MosquittoConfTest {
  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text.replace("DIR", folder.toString()));
  }

  private MosquittoConf read(String text) throws Exception {
    return MosquittoConf.read(file("m.conf", text), List.of());
  }

  private Limits limits(String text) throws Exception {
    return read(text).broker().limits();
  }

  private Listener listener(String text) throws Exception {
    return read(text).broker().listeners().get(0);
  }

  private AccessFiles access(String text) throws Exception {
    MosquittoConf conf = read(text);
    return conf.access().get(conf.broker().listeners().get(0).name());
  }

  private List<String> warnings(String text) throws Exception {
    return read(text).warnings().stream().map(ConfWarning::text).toList();
  }

  @Test
  void without_a_file_only_this_machine_can_connect_and_needs_no_login() throws Exception {
    MosquittoConf conf = MosquittoConf.read(null, List.of());

    assertThat(conf.broker().listeners())
        .allMatch(l -> l.host().equals("127.0.0.1") || l.host().equals("::1"))
        .allMatch(l -> l.port() == 1883);
    assertThat(conf.access().values()).allMatch(AccessFiles::allowsAnonymous);
    assertThat(conf.warnings()).isEmpty();
    assertThat(conf.broker().persistence()).isNull();
  }

  @Test
  void ports_of_the_command_line_take_the_place_of_the_default_one() throws Exception {
    assertThat(MosquittoConf.read(null, List.of(5, 6)).broker().listeners())
        .extracting(Listener::port)
        .contains(5, 6)
        .doesNotContain(1883);
    assertThat(
            MosquittoConf.read(file("p.conf", "port 9\nlistener 8 127.0.0.1\n"), List.of(7))
                .broker()
                .listeners())
        .extracting(Listener::port)
        .containsExactly(7, 8);
  }

  @ParameterizedTest(name = "{0}: {1}, anonymous {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "max_connections 5|127.0.0.1|true",
        "allow_anonymous false|127.0.0.1|false",
        "password_file x|127.0.0.1|true",
        "listener 1883 127.0.0.2|127.0.0.2|false",
        "bind_address 127.0.0.3|127.0.0.3|false",
        "port 1884;bind_address 127.0.0.4;allow_anonymous true|127.0.0.4|true",
        "listener 1 127.0.0.1 # ours;listener_allow_anonymous true|127.0.0.1|true",
      })
  void where_it_listens_decides_who_gets_in(String text, String host, boolean anonymous)
      throws Exception {
    assertThat(listener(text.replace(";", "\n")).host()).isEqualTo(host);
    assertThat(access(text.replace(";", "\n")).allowsAnonymous()).isEqualTo(anonymous);
  }

  @Test
  void a_listener_that_lets_nobody_in_is_explained() throws Exception {
    assertThat(warnings("listener 1883"))
        .anyMatch(text -> text.contains("add \"allow_anonymous true\"") || text.contains("nobody"));
    assertThat(warnings("listener 1883\nallow_anonymous false")).isEmpty();
    assertThat(warnings("listener 1883\npassword_file x")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "allow_anonymous true",
        "  allow_anonymous   1",
        "allow_anonymous\ttrue",
        "allow_anonymous true # for now",
        "\uFEFFallow_anonymous true\r\n",
        "# allow_anonymous false\n\nallow_anonymous true"
      })
  void lines_may_look_like_this(String text) throws Exception {
    assertThat(access(text + "\nlistener 1 127.0.0.1").allowsAnonymous()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "alow_anonymous true|\"alow_anonymous\" is not an option",
        "allow_anonymous yes|must be true or false but is \"yes\"",
        "allow_anonymous|must be true or false but is \"\"",
        "max_packet_size 1x|must be a whole number",
        "max_packet_size 99999999999|must be a whole number",
        "max_packet_size 09|must be a whole number",
        "max_packet_size 19|at least 20",
        "max_keepalive 65536|must be 0 to 65535",
        "persistent_client_expiration 5|one of h, d, w, m, y",
        "listener 70000|there is no port 70000",
        "listener 1883 no.such.host.invalid|is not known",
        "protocol coap|protocol must be",
        "address x|needs a connection above it",
        "log_type loud|is not known",
        "log_dest printer|log_dest must be",
        "pid_file|needs a value",
        "tls_version tlsv9;certfile DIR/m.conf;keyfile DIR/m.conf|tls_version must be",
        "certfile DIR/m.conf|are needed both",
        "certfile DIR/none;keyfile DIR/none|can't be read",
        "cafile DIR/m.conf|needs certfile and keyfile",
        "mount_point a/+|mount_point can't be",
        "log_dest syslog;log_facility 8|log_facility must be 0 to 7",
        "psk_hint x|the listener is open",
        "max_qos 3|must be 0 to 2",
        "accept_protocol_versions 2|must be some of 3, 4 and 5",
        "use_identity_as_username true|needs require_certificate",
        "plugin /usr/lib/mosquitto_dynamic_security.so|needs plugin_opt_config_file",
        "auth_plugin /opt/go-auth.so|can't be loaded",
        "include_dir DIR/none|can't be read",
        "protocol websockets;http_dir DIR/none|is no folder",
        "persistence true;persistence_location DIR/none|can't be written",
      })
  void what_can_not_be_right_is_named(String text, String says) {
    assertThatThrownBy(() -> read("# one\n" + text.replace(";", "\n")))
        .isInstanceOf(ConfException.class)
        .hasMessageContaining(says)
        .hasMessageContaining("m.conf:");
  }

  @Test
  void a_missing_file_is_named() {
    assertThatThrownBy(() -> MosquittoConf.read(folder.resolve("none.conf"), List.of()))
        .hasMessageContaining("there is no configuration file");
  }

  @Test
  void the_same_path_twice_is_a_mistake_in_one_file_and_a_warning_over_two() throws Exception {
    assertThatThrownBy(() -> read("pid_file a\npid_file b")).hasMessageContaining("twice");
    file("conf.d/x.conf", "pid_file b\n");

    MosquittoConf conf = read("pid_file a\ninclude_dir DIR/conf.d");

    assertThat(conf.pidFile()).isEqualTo(Path.of("b"));
    assertThat(conf.warnings()).anyMatch(w -> w.text().contains("Mosquitto 2.0 stops here"));
  }

  @Test
  void included_files_are_read_in_order_of_name_and_each_has_its_own_listener() throws Exception {
    file("conf.d/B.conf", "listener 2 127.0.0.1\nmax_qos 1\n");
    file("conf.d/a.conf", "listener 1 127.0.0.1\n");
    file("conf.d/c.conf", "allow_anonymous true\n");
    file("conf.d/d.txt", "nonsense\n");

    MosquittoConf conf = read("include_dir DIR/conf.d\n");

    assertThat(conf.broker().listeners()).extracting(Listener::port).containsExactly(1, 2);
    assertThat(conf.broker().listeners().get(1).terms().maxQos()).isEqualTo(Qos.AT_LEAST_ONCE);
    assertThat(conf.access().values()).allMatch(AccessFiles::allowsAnonymous);
  }

  @Test
  void a_tree_as_debian_has_it_is_read() throws Exception {
    Files.createDirectories(folder.resolve("lib"));
    file("conf.d/site.conf", "listener 1883 127.0.0.1\npassword_file DIR/pw\nacl_file DIR/acl\n");

    MosquittoConf conf =
        read(
            """
            # Place your local configuration in /etc/mosquitto/conf.d/
            pid_file DIR/mosquitto.pid
            persistence true
            persistence_location DIR/lib/
            log_dest file DIR/mosquitto.log
            include_dir DIR/conf.d
            """);

    assertThat(conf.pidFile()).isEqualTo(folder.resolve("mosquitto.pid"));
    assertThat(conf.log().destinations())
        .containsExactly(new Destination.File(folder.resolve("mosquitto.log")));
    assertThat(conf.broker().persistence().directory())
        .isEqualTo(folder.resolve("lib/mosquitto.db.weir"));
    assertThat(conf.access().values())
        .containsExactly(new AccessFiles(false, folder.resolve("pw"), folder.resolve("acl"), null));
    assertThat(conf.warnings()).isEmpty();
  }

  @Test
  void the_old_database_is_left_alone_and_mentioned() throws Exception {
    file("mosquitto.db", "x");

    assertThat(warnings("persistence true\npersistence_location DIR\n"))
        .anyMatch(text -> text.contains("not taken over"));
  }

  @Test
  void with_per_listener_settings_each_listener_has_its_own_users() throws Exception {
    MosquittoConf conf =
        read(
            """
            per_listener_settings true
            listener 1 127.0.0.1
            allow_anonymous true
            listener 2 127.0.0.1
            password_file DIR/pw
            """);

    assertThat(conf.access())
        .containsEntry("127.0.0.1:1", new AccessFiles(true, null, null, null))
        .containsEntry("127.0.0.1:2", new AccessFiles(false, folder.resolve("pw"), null, null));
    assertThatThrownBy(() -> read("allow_anonymous true\nper_listener_settings true"))
        .hasMessageContaining("must come before allow_anonymous");
    assertThatThrownBy(() -> read("per_listener_settings true\nper_listener_settings false"))
        .hasMessageContaining("can't be taken back");
  }

  @Test
  void mosquitto_s_own_plugins_are_built_in() throws Exception {
    assertThat(
            access(
                """
                listener 1 127.0.0.1
                global_plugin /usr/lib/mosquitto_password_file.so
                plugin_opt_password_file DIR/pw
                plugin /usr/lib/mosquitto_acl_file.so
                plugin_opt_acl_file DIR/acl
                """))
        .isEqualTo(new AccessFiles(false, folder.resolve("pw"), folder.resolve("acl"), null));
  }

  @Test
  void limits_go_where_they_belong() throws Exception {
    assertThat(limits("max_inflight_messages 0").session().maxInflight()).isEqualTo(65_535);
    assertThat(limits("max_inflight_messages 7").connection().receiveMaximum()).isEqualTo(7);
    assertThat(limits("max_queued_messages 0").session().maxQueued()).isEqualTo(Integer.MAX_VALUE);
    assertThat(limits("max_queued_messages 0x10").session().maxQueued()).isEqualTo(16);
    assertThat(limits("max_packet_size 0").packet().maxBytes()).isEqualTo(268_435_460);
    assertThat(limits("max_packet_size 020000").packet().maxBytes()).isEqualTo(8_192);
    assertThat(limits("message_size_limit 100").packet().maxPayloadBytes()).isEqualTo(100);
    assertThat(limits("persistent_client_expiration 2w").session().maxExpirySeconds())
        .isEqualTo(Duration.ofDays(14).toSeconds());
    assertThat(limits("global_max_connections 3").clients().maxConnections()).isEqualTo(3);
    assertThat(limits("global_max_clients 4").clients().maxSessions()).isEqualTo(4);
    assertThat(limits("max_keepalive 60").connection().maxKeepAliveSeconds()).isEqualTo(60);
    assertThat(limits("max_inflight_bytes 5").session().maxInflightBytes()).isEqualTo(5);
    assertThat(limits("memory_limit 5000").memory().maxBytes()).isEqualTo(5_000);
    assertThat(read("sys_interval 0").broker().sysInterval()).isZero();
    assertThat(read("retain_expiry_interval 90").broker().delivery().retainFor())
        .isEqualTo(Duration.ofMinutes(90));
  }

  @Test
  void terms_of_a_listener_are_read() throws Exception {
    Listener listener =
        listener(
            """
            listener 1 127.0.0.1
            max_connections 3
            max_qos 1
            max_topic_alias 4
            max_topic_alias_broker 6
            accept_protocol_versions 4,5
            use_username_as_clientid true
            allow_zero_length_clientid false
            auto_id_prefix made-
            clientid_prefixes house-
            retain_available false
            protocol websockets
            websockets_origin https://a.example
            websockets_origin https://b.example
            enable_proxy_protocol 2
            proxy_protocol_v2_require_tls true
            """);

    assertThat(listener.terms())
        .isEqualTo(
            new Listener.Terms(
                3,
                Qos.AT_LEAST_ONCE,
                4,
                6,
                Set.of(ProtocolVersion.MQTT_3_1_1, ProtocolVersion.MQTT_5),
                "",
                Listener.UserNameSource.CONNECT,
                true,
                false,
                "made-",
                "house-",
                false));
    assertThat(listener.webSocket().origins())
        .containsExactlyInAnyOrder("https://a.example", "https://b.example");
    assertThat(listener.proxy()).isEqualTo(Listener.Proxy.HEADER_OF_TLS);
  }

  @Test
  void a_unix_socket_is_a_listener() throws Exception {
    assertThat(listener("listener 0 /tmp/some.sock").socket()).isEqualTo(Path.of("/tmp/some.sock"));
  }

  @Test
  void the_log_is_as_configured() throws Exception {
    LogSettings log =
        read("""
                log_dest stdout
                log_dest file /tmp/x.log
                log_type error
                log_type subscribe
                log_timestamp_format %Y-%m-%dT%H:%M:%S
                connection_messages false
                """)
            .log();

    assertThat(log.destinations())
        .containsExactly(
            new Destination.Stream(false), new Destination.File(Path.of("/tmp/x.log")));
    assertThat(log.kinds()).containsExactlyInAnyOrder(Kind.ERROR, Kind.SUBSCRIBE);
    assertThat(log.timestampFormat()).isEqualTo("%Y-%m-%dT%H:%M:%S");
    assertThat(log.hasConnections()).isFalse();
    assertThat(read("log_dest syslog\nlog_dest topic").log().destinations())
        .containsExactly(new Destination.Syslog(3), new Destination.Topic());
    assertThat(read("log_dest syslog\nlog_facility 6").log().destinations())
        .containsExactly(new Destination.Syslog(22));
    assertThat(read("log_dest none").log().destinations()).isEmpty();
    assertThat(read("log_type all").log().kinds()).contains(Kind.values());
  }

  @Test
  void bridges_are_read() throws Exception {
    BridgeSettings bridge =
        read("""
                connection away
                address one.example two.example:1884 [::1]:7 # spare
                topic # both 2 in/ out/
                topic "a b/#" in
                topic "" out 0 here there
                remote_username u
                """)
            .bridges()
            .get(0);

    assertThat(bridge.name()).isEqualTo("away");
    assertThat(bridge.addresses())
        .containsExactly(
            new BridgeSettings.Address("one.example", 1883),
            new BridgeSettings.Address("two.example", 1884),
            new BridgeSettings.Address("::1", 7));
    assertThat(bridge.topics())
        .containsExactly(
            new BridgeSettings.Topic("#", Direction.BOTH, Qos.EXACTLY_ONCE, "in/", "out/"),
            new BridgeSettings.Topic("a b/#", Direction.IN, Qos.AT_MOST_ONCE, "", ""),
            new BridgeSettings.Topic("", Direction.OUT, Qos.AT_MOST_ONCE, "here", "there"));
    assertThat(bridge.remote().login()).isEqualTo(new BridgeSettings.Login("u", null));
  }

  private BridgeSettings bridge(String more) throws Exception {
    return read("connection c\naddress h\ntopic # both 1\nclientid id\n" + more).bridges().get(0);
  }

  @Test
  void a_bridge_that_says_little_is_as_in_mosquitto() throws Exception {
    BridgeSettings bridge = bridge("");

    assertThat(bridge.local()).isEqualTo(new BridgeSettings.Local("local.id", false));
    assertThat(bridge.remote())
        .isEqualTo(
            new BridgeSettings.Remote(
                "id",
                null,
                false,
                60,
                ProtocolVersion.MQTT_3_1_1,
                true,
                true,
                true,
                BridgeSettings.Limits.DEFAULT));
    assertThat(bridge.start()).isEqualTo(BridgeSettings.Start.AUTOMATIC);
    assertThat(bridge.restart())
        .isEqualTo(
            new BridgeSettings.Restart(
                Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ZERO));
    assertThat(bridge.notifications())
        .isEqualTo(
            new BridgeSettings.Notifications(true, false, "$SYS/broker/connection/id/state"));
    assertThat(bridge.network()).isEqualTo(BridgeSettings.Network.PLAIN);
    assertThat(bridge.reloadsAtOnce()).isFalse();
    assertThat(read("connection c\naddress h\ntopic #").bridges().get(0).remote().clientId())
        .endsWith(".c");
  }

  @Test
  void what_a_bridge_says_counts() throws Exception {
    file("ca.pem", "");
    BridgeSettings bridge =
        bridge(
            """
            local_clientid here
            cleansession true
            start_type lazy
            idle_timeout 7
            threshold 8
            restart_timeout 2 9 60
            notifications_local_only true
            notification_topic state
            bridge_protocol_version mqttv50
            bridge_session_expiry_interval 99
            bridge_tcp_keepalive 1 2 3
            bridge_tcp_user_timeout 4
            bridge_cafile DIR/ca.pem
            bridge_alpn mqtt
            bridge_insecure true
            bridge_require_ocsp true
            bridge_reload_type immediate
            """);

    assertThat(bridge.local()).isEqualTo(new BridgeSettings.Local("here", true));
    assertThat(bridge.start())
        .isEqualTo(
            new BridgeSettings.Start(BridgeSettings.Start.Kind.LAZY, Duration.ofSeconds(7), 8));
    assertThat(bridge.restart())
        .isEqualTo(
            new BridgeSettings.Restart(
                Duration.ofSeconds(2), Duration.ofSeconds(9), Duration.ofSeconds(60)));
    assertThat(bridge.notifications())
        .isEqualTo(new BridgeSettings.Notifications(true, true, "state"));
    assertThat(bridge.remote().limits().sessionExpirySeconds()).isEqualTo(99);
    assertThat(bridge.network().tcp()).isEqualTo(new BridgeSettings.Tcp(true, 1, 2, 3, 4_000));
    assertThat(bridge.network().tls())
        .isEqualTo(
            new BridgeSettings.Tls(
                List.of(folder.resolve("ca.pem")),
                null,
                null,
                List.of(),
                List.of(),
                List.of("mqtt"),
                false,
                true));
    assertThat(bridge.reloadsAtOnce()).isTrue();
    assertThat(bridge("restart_timeout 4").restart().cap()).isEqualTo(Duration.ofSeconds(4));
  }

  @ParameterizedTest
  @CsvSource({
    "keepalive_interval 4, keepalive_interval must be 5 to 65535",
    "start_type manual, 'start_type must be one of automatic, lazy, once'",
    "restart_timeout 9 3, restart_timeout takes BASE",
    "topic a sideways, 'the direction must be out, in or both'",
    "topic a out 3, there is no QoS 3",
    "topic a out 1 +/ x/, must not hold wildcards",
    "topic \"\" out 1 a, an empty pattern needs both topics",
    "topic a in 1 \"\" x/#/, is not a topic filter",
    "remote_password p, a password needs a remote_username",
    "bridge_psk 00, TLS-PSK is not supported",
    "bridge_cafile /no/such/file, bridge_cafile /no/such/file can't be read",
    "bridge_tcp_keepalive 1 2, bridge_tcp_keepalive takes 3 numbers",
    "notification_topic a/#, must not hold wildcards",
  })
  void what_is_wrong_with_a_bridge_is_said_with_its_line(String line, String problem) {
    assertThatThrownBy(() -> bridge(line))
        .isInstanceOf(ConfException.class)
        .hasMessageContaining("m.conf:5: ")
        .hasMessageContaining(problem);
  }

  @Test
  void bridges_have_names_of_their_own() {
    String again = "connection c\naddress h\ntopic #\n";
    assertThatThrownBy(() -> bridge(again)).hasMessageContaining("a connection c already");
    assertThatThrownBy(() -> bridge(again.replace("n c", "n d") + "local_clientid local.id\n"))
        .hasMessageContaining("m.conf:8: the connection c has the local_clientid local.id");
  }

  @ParameterizedTest
  @CsvSource({"root, mosquitto, true", "root, root, false", "ann, mosquitto, false"})
  void who_stays_root_is_told_what_to_do(String starter, String user, boolean isTold)
      throws Exception {
    Path file = file("m.conf", "listener 1883\nuser " + user + "\n");
    ConfTree tree = ConfParser.parse(file);

    MosquittoConf.warnOfUser(tree, starter);

    if (isTold) {
      assertThat(tree.warnings)
          .singleElement()
          .satisfies(
              warning ->
                  assertThat(warning.text())
                      .contains("m.conf:2: ", "User=mosquitto", "setpriv --reuid=mosquitto"));
    } else {
      assertThat(tree.warnings).isEmpty();
    }
  }

  @Test
  void what_a_bridge_can_t_have_is_a_warning_with_its_line() throws Exception {
    String start = "connection c\naddress h\ntopic # both 1\n";
    assertThat(warnings(start + "bridge_require_ocsp true"))
        .singleElement()
        .matches(text -> text.contains("m.conf:4: bridge_require_ocsp has no effect"));
    assertThat(warnings(start + "bridge_certfile x"))
        .singleElement()
        .matches(text -> text.contains("m.conf:4: ") && text.contains("is not encrypted"));
    assertThat(
            warnings(
                start + "clientid longer-than-mqtt-3.1-allows\nbridge_protocol_version mqttv31"))
        .singleElement()
        .matches(text -> text.contains("m.conf:5: ") && text.contains("3.1.1 is spoken"));
  }

  @Test
  void what_is_left_out_is_said_once_by_name() throws Exception {
    assertThat(read("enable_control_api true\nenable_control_api true\n").warnings())
        .singleElement()
        .matches(ConfWarning::isMissing)
        .matches(warning -> warning.text().contains("m.conf:1: enable_control_api has no effect"));
    assertThat(read("autosave_interval 5").warnings())
        .singleElement()
        .matches(warning -> !warning.isMissing());
  }

  @ParameterizedTest
  @CsvSource({
    "ECDHE-RSA-AES128-GCM-SHA256, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    "ECDHE-ECDSA-CHACHA20-POLY1305, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
    "DHE-RSA-AES256-SHA256, TLS_DHE_RSA_WITH_AES_256_CBC_SHA256",
    "AES128-SHA, TLS_RSA_WITH_AES_128_CBC_SHA",
    "TLS_AES_128_GCM_SHA256, TLS_AES_128_GCM_SHA256",
  })
  void ciphers_have_two_names(String openSsl, String iana) {
    assertThat(CipherNames.iana(openSsl)).isEqualTo(iana);
  }

  @Test
  void the_reference_names_every_option() throws Exception {
    Path page = Path.of("../docs/reference/mosquitto-conf.md");
    String text = Files.readString(page);
    if (Boolean.getBoolean("weir.docs.write")) {
      text =
          text.replaceFirst(
              "(?s)\\| option .*?\\|\n(?!\\|)", Matcher.quoteReplacement(ConfOptions.table()));
      Files.writeString(page, text);
    }
    assertThat(text).contains(ConfOptions.table());
  }
}
