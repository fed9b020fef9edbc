package io.weir.app.client.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.app.client.LinkSettings;
import io.weir.app.client.PropertyCommand;
import io.weir.broker.client.Encryption;
import io.weir.broker.client.Greeting;
import io.weir.broker.client.Property;
import io.weir.broker.client.PropertyType;
import io.weir.broker.client.Route;
import io.weir.broker.packet.ProtocolVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ClientOptionsTest {
  private final List<String> warnings = new ArrayList<>();

  @Command(name = "client")
  static final class Client {
    @Mixin private BrokerOptions broker = new BrokerOptions();
    @Mixin private SessionOptions session = new SessionOptions();
  }

  private LinkSettings settings(String... words) {
    Client client = new Client();
    CommandLine line = new CommandLine(client).setAllowOptionsAsOptionParameters(true);
    var unused = line.parseArgs(words);
    return client.session.settings(
        client.broker, EnumSet.allOf(PropertyCommand.class), 0, warnings::add);
  }

  private static String server(LinkSettings settings) {
    Route route = settings.route();
    return route.servers().get(0) + (route.encryption() == null ? "" : " TLS");
  }

  @Test
  void the_broker_is_on_this_machine_unless_said_otherwise() {
    assertThat(server(settings())).isEqualTo("localhost:1883");
    assertThat(server(settings("-h", "b", "-p", "99"))).isEqualTo("b:99");
    assertThat(server(settings("-h", "b", "-p", "8883"))).isEqualTo("b:8883 TLS");
    assertThat(server(settings("--tls-use-os-certs"))).isEqualTo("localhost:8883 TLS");
    assertThat(server(settings("-L", "mqtt://ann:p:w@b:77/t/u"))).isEqualTo("b:77");
    assertThat(server(settings("-L", "mqtts://b/t"))).isEqualTo("b:8883 TLS");
  }

  @Test
  void a_url_has_the_login_too() {
    Greeting.Login login = settings("-L", "mqtt://ann:p:w@b:77/t/u").greeting().login();

    assertThat(login).isEqualTo(new Greeting.Login("ann", "p:w"));
    assertThat(String.valueOf(login)).doesNotContain("p:w");
  }

  @Test
  void a_session_is_forgotten_unless_it_is_to_be_kept() {
    assertThat(settings().greeting().isClean()).isTrue();
    assertThat(settings("-c", "-i", "me").greeting().isClean()).isFalse();
    assertThat(expirySeconds("-V", "5")).isZero();
    assertThat(expirySeconds("-V", "5", "-c", "-i", "me")).isEqualTo(4_294_967_295L);
    assertThat(expirySeconds("-V", "5", "-x", "60")).isEqualTo(60);
    assertThat(expirySeconds("-D", "connect", "session-expiry-interval", "9")).isEqualTo(9);
    assertThat(expirySeconds("-x", "7", "-D", "connect", "session-expiry-interval", "9"))
        .isEqualTo(7);
    assertThat(warnings).isEmpty();
  }

  private long expirySeconds(String... words) {
    return settings(words).greeting().properties().number(PropertyType.SESSION_EXPIRY_INTERVAL, 0);
  }

  @Test
  void without_an_id_one_is_made_up_that_every_version_has_room_for() {
    assertThat(settings("-V", "mqttv5", "-x", "-1", "-i", "-m").greeting().clientId())
        .isEqualTo("-m");
    assertThat(settings("-I", "p").greeting().clientId())
        .isEqualTo("p" + ProcessHandle.current().pid());
    assertThat(settings("-V", "31").greeting().clientId()).hasSizeBetween(10, 23);
    assertThat(settings().greeting().clientId()).isNotEqualTo(settings().greeting().clientId());
    assertThat(settings("-V", "5").greeting().clientId()).isEmpty();
  }

  @Test
  void what_has_no_effect_is_said() {
    assertThat(settings("-V", "mqttv31", "-x", "5").version()).isEqualTo(ProtocolVersion.MQTT_3_1);
    assertThat(warnings).singleElement().asString().contains("-x has no effect");
  }

  @Test
  void a_socket_takes_the_place_of_host_and_port() {
    Route route = settings("--unix", "/run/broker.sock", "-p", "8883").route();

    assertThat(route.socket()).isEqualTo(Path.of("/run/broker.sock"));
    assertThat(route.encryption()).isNull();
  }

  @Test
  void what_the_handshake_asks_for_can_be_named() {
    Encryption encryption =
        settings("--tls-use-os-certs", "--tls-alpn", "mqtt", "--insecure").route().encryption();

    assertThat(encryption).isNotNull();
    assertThat(encryption.alpn()).containsExactly("mqtt");
    assertThat(encryption.checksHost()).isFalse();
  }

  @Test
  void properties_turn_mqtt_5_on() {
    LinkSettings settings =
        settings(
            "-D",
            "connect",
            "receive-maximum",
            "7",
            "-D",
            "PUBLISH",
            "user-property",
            "a",
            "-D",
            "--will-topic",
            "w",
            "--property",
            "will",
            "content-type",
            "x");

    assertThat(settings.isMqtt5()).isTrue();
    assertThat(settings.greeting().properties().all())
        .containsExactly(Property.of(PropertyType.RECEIVE_MAXIMUM, 7));
    assertThat(settings.propertiesOf(PropertyCommand.PUBLISH).all())
        .containsExactly(Property.pair("a", "-D"));
    assertThat(settings.greeting().will())
        .satisfies(
            will ->
                assertThat(will.properties().all())
                    .containsExactly(Property.of(PropertyType.CONTENT_TYPE, "x")));
  }

  @Test
  void properties_stay_in_their_order() {
    assertThat(
            settings(
                    ("-D publish topic-alias 1 -D publish user-property a b"
                            + " -D publish content-type x -D publish user-property a c"
                            + " -D subscribe subscription-identifier 268435455")
                        .split(" "))
                .propertiesOf(PropertyCommand.PUBLISH)
                .all())
        .containsExactly(
            Property.of(PropertyType.TOPIC_ALIAS, 1),
            Property.pair("a", "b"),
            Property.of(PropertyType.CONTENT_TYPE, "x"),
            Property.pair("a", "c"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-D connect receive-maximum",
        "-D connect receive-maximum many",
        "-D connect receive-maximum 70000",
        "-D connect content-type x",
        "-D connect nothing x",
        "-D pingreq user-property a b",
        "-D publish topic-alias 0",
        "-D subscribe subscription-identifier 268435456",
        "-D connect receive-maximum 0",
        "-D publish content-type x -D publish content-type y",
        "-D publish content-type x -V 311",
        "-V 6",
        "-k 4",
        "-M 0",
        "-i a -I b",
        "-c",
        "-V 5 -x -1",
        "-x soon -V 5",
        "-P secret",
        "-p 70000",
        "-L http://host/topic",
        "-L mqtt://host",
        "--will-payload x",
        "--will-topic a/# --will-payload x",
        "--will-topic a --will-qos 3",
        "--cert c",
        "--cafile /nowhere",
        "--capath /nowhere",
        "--tls-version tlsv1.1 --tls-use-os-certs",
        "--tls-version tlsv1.2",
        "--ciphers none --tls-use-os-certs",
        "--psk 12 --psk-identity x",
        "--tls-alpn mqtt",
        "--unix /tmp/socket --tls-use-os-certs",
        "--unix /tmp/socket -A 127.0.0.1",
        "--tls-engine tpm2",
        "--keyform engine",
        "--proxy http://proxy",
      })
  void what_cannot_be_done_is_refused(String words) {
    assertThatThrownBy(() -> settings(words.split(" ")))
        .isInstanceOfAny(IllegalArgumentException.class, CommandLine.ParameterException.class)
        .hasMessageNotContainingAny("secret")
        .message()
        .isNotBlank();
  }
}
