package io.weir.app.client.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.MqttClientTransportConfig;
import io.weir.app.client.LinkSettings;
import io.weir.app.client.MqttProperty;
import io.weir.app.client.PropertyCommand;
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
    MqttClientTransportConfig transport = settings.transport();
    return transport.getServerAddress().getHostString()
        + ":"
        + transport.getServerAddress().getPort()
        + (transport.getSslConfig().isPresent() ? " TLS" : "");
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
    LinkSettings.Login login = settings("-L", "mqtt://ann:p:w@b:77/t/u").login();

    assertThat(login).isEqualTo(new LinkSettings.Login("ann", "p:w"));
    assertThat(String.valueOf(login)).doesNotContain("p:w");
  }

  @Test
  void a_session_is_forgotten_unless_it_is_to_be_kept() {
    assertThat(settings().outlivesConnection()).isFalse();
    assertThat(settings("-c", "-i", "me").outlivesConnection()).isTrue();
    assertThat(settings("-V", "5", "-c", "-i", "me").session().expirySeconds())
        .isEqualTo(4_294_967_295L);
    assertThat(settings("-V", "5", "-x", "60").session().expirySeconds()).isEqualTo(60);
    assertThat(settings("-V", "mqttv5", "-x", "-1", "-i", "-m").session().clientId())
        .isEqualTo("-m");
    assertThat(settings("-I", "p").session().clientId())
        .isEqualTo("p" + ProcessHandle.current().pid());
    assertThat(warnings).isEmpty();
  }

  @Test
  void what_has_no_effect_is_said() {
    assertThat(settings("-V", "mqttv31", "-x", "5").isMqtt5()).isFalse();
    assertThat(warnings).hasSize(2).anyMatch(text -> text.contains("3.1.1 is used instead"));
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
            "--property",
            "will",
            "content-type",
            "x");

    assertThat(settings.isMqtt5()).isTrue();
    assertThat(settings.session().receiveMaximum()).isEqualTo(7);
    assertThat(settings.propertiesOf(PropertyCommand.PUBLISH).pairs())
        .singleElement()
        .satisfies(pair -> assertThat(pair.name() + "=" + pair.text()).isEqualTo("a=-D"));
    assertThat(settings.propertiesOf(PropertyCommand.WILL).text(MqttProperty.CONTENT_TYPE))
        .contains("x");
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
        "-D publish topic-alias 1",
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
        "--tls-engine tpm2",
        "--keyform engine",
        "--unix /tmp/socket",
        "-S",
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
