package io.weir.broker.conformance;

import static io.weir.broker.conformance.Bytes.packet;
import static io.weir.broker.conformance.Bytes.puback;
import static io.weir.broker.conformance.Bytes.publish;
import static io.weir.broker.conformance.Bytes.subscribe311;
import static io.weir.broker.conformance.Bytes.subscribe5;
import static io.weir.broker.conformance.Bytes.u16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weir.broker.auth.HashAlgorithm;
import io.weir.broker.conformance.ConfiguredBroker.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The file of Mosquitto's dynamic security plugin, by the plugin and by us. */
class DynamicSecurityTest {
  private static final String PLUGIN = "mosquitto_dynamic_security.so";

  /** Passwords are the names backwards. */
  private static final String FILE =
      """
      { "defaultACLAccess": { "publishClientSend": false, "publishClientReceive": true,
                              "subscribe": false, "unsubscribe": true },
        "anonymousGroup": "guests",
        "clients": [
          { "username": "ann", PW(ann), "roles": [ { "rolename": "house", "priority": 1 } ] },
          { "username": "bob", PW(bob), "clientid": "bob-1", "roles": [] },
          { "username": "carl", PW(carl), "disabled": true, "roles": [ { "rolename": "house" } ] }
        ],
        "groups": [
          { "groupname": "guests", "roles": [ { "rolename": "open" } ] },
          { "groupname": "readers", "roles": [ { "rolename": "logs" } ],
            "clients": [ { "username": "bob" }, { "username": "ann", "priority": 3 } ] }
        ],
        "roles": [
          { "rolename": "house", "acls": [
            { "acltype": "publishClientSend", "topic": "house/#", "priority": 0, "allow": true },
            { "acltype": "publishClientSend", "topic": "house/safe", "priority": 9,
              "allow": false },
            { "acltype": "publishClientReceive", "topic": "house/hidden", "allow": false },
            { "acltype": "subscribePattern", "topic": "house/#", "allow": true },
            { "acltype": "subscribeLiteral", "topic": "+/door", "allow": true },
            { "acltype": "unsubscribeLiteral", "topic": "house/#", "allow": false } ] },
          { "rolename": "logs", "acls": [
            { "acltype": "subscribePattern", "topic": "log/+", "allow": true } ] },
          { "rolename": "open", "acls": [
            { "acltype": "subscribePattern", "topic": "open/#", "allow": true },
            { "acltype": "publishClientSend", "topic": "open/#", "allow": true } ] }
        ] }
      """;

  @TempDir private Path folder;

  private ConfiguredBroker broker;

  @AfterEach
  void stop() throws Exception {
    if (broker != null) {
      broker.close();
    }
  }

  private void start(Kind kind, String file) throws Exception {
    Files.writeString(folder.resolve("ds.json"), file);
    broker =
        new ConfiguredBroker(
            kind,
            folder,
            "allow_anonymous true",
            "plugin " + (kind == Kind.WEIR ? "/anywhere/" + PLUGIN : installed()),
            "plugin_opt_config_file DIR/ds.json");
  }

  private static Path installed() {
    List<Path> places =
        List.of(
            Path.of("/usr/lib/x86_64-linux-gnu", PLUGIN),
            Path.of("/usr/lib/aarch64-linux-gnu", PLUGIN),
            Path.of("/usr/lib", PLUGIN));
    Path found = places.stream().filter(Files::isReadable).findFirst().orElse(null);
    assumeTrue(found != null, "Mosquitto's plugin is installed");
    return found;
  }

  private static String withPasswords(String text) {
    String all = text;
    for (String name : List.of("ann", "bob", "carl")) {
      String password = new StringBuilder(name).reverse().toString();
      String[] fields =
          HashAlgorithm.SHA512_PBKDF2.hash(password.getBytes(UTF_8)).text().split("\\$", -1);
      all =
          all.replace(
              "PW(" + name + ")",
              "\"iterations\": %s, \"salt\": \"%s\", \"password\": \"%s\""
                  .formatted(fields[2], fields[3], fields[4]));
    }
    return all;
  }

  private Wire logsIn(String clientId, String user, String password) {
    return broker.opens().sends(packet(0x10, "MQTT", 4, 0xC2, 0, 60, clientId, user, password));
  }

  private static void subscribes(Wire client, String filter, int code) {
    client.sends(subscribe311(1, filter, 0)).receives(packet(0x90, u16(1), code));
  }

  @ParameterizedTest
  @EnumSource
  void who_is_in_the_file_gets_in_with_the_password(Kind kind) throws Exception {
    start(kind, withPasswords(FILE));

    logsIn("x", "ann", "nna").receives("20020000");
    logsIn("y", "ann", "ann").receives("20020005").isClosed();
    logsIn("z", "dora", "arod").receives("20020005").isClosed();
    logsIn("bob-1", "bob", "bob").receives("20020000");
    logsIn("bob-2", "bob", "bob").receives("20020005").isClosed();
    logsIn("c", "carl", "lrac").receives("20020005").isClosed();
  }

  @ParameterizedTest
  @EnumSource
  void roles_say_what_clients_may_do(Kind kind) throws Exception {
    start(kind, withPasswords(FILE));
    Wire ann = logsIn("x", "ann", "nna").receives("20020000");
    subscribes(ann, "house/#", 0);
    subscribes(ann, "+/door", 0);
    subscribes(ann, "+/window", 0x80);
    subscribes(ann, "log/1", 0);
    subscribes(ann, "log/#", 0x80);
    subscribes(ann, "open/x", 0x80);

    ann.sends(publish(0x32, "house/safe", 1, "no")).receives(puback(1));
    ann.sends(publish(0x32, "house/hidden", 2, "no")).receives(puback(2));
    ann.sends(publish(0x32, "log/1", 3, "no")).receives(puback(3));
    ann.sends(publish("house/lamp", "yes")).receives(publish("house/lamp", "yes"));

    Wire bob = logsIn("bob-1", "bob", "bob").receives("20020000");
    subscribes(bob, "log/1", 0);
    subscribes(bob, "house/#", 0x80);
  }

  @ParameterizedTest
  @EnumSource
  void those_without_a_name_have_the_roles_of_their_group(Kind kind) throws Exception {
    start(kind, withPasswords(FILE));
    Wire guest = broker.client("g");
    subscribes(guest, "open/#", 0);
    subscribes(guest, "house/#", 0x80);

    guest.sends(publish("house/lamp", "no"), publish("open/x", "yes"));

    guest.receives(publish("open/x", "yes"));
  }

  @ParameterizedTest
  @EnumSource
  void a_subscription_may_be_one_that_can_not_be_given_up(Kind kind) throws Exception {
    start(kind, withPasswords(FILE));
    Wire ann = broker.opens();
    ann.sends(packet(0x10, "MQTT", 5, 0xC2, 0, 60, 0, "x", "ann", "nna"));
    assertThat(ann.nextPacket()).startsWith(0x20);
    ann.sends(subscribe5(1, "house/#", 0)).receives("900400010000");

    ann.sends(packet(0xA2, u16(2), 0, "house/#")).receives("B00400020087");

    ann.sends(Bytes.publish5("house/lamp", "x")).receives(Bytes.publish5("house/lamp", "x"));
  }

  @Test
  void a_change_of_the_file_counts_after_a_reload() throws Exception {
    start(Kind.WEIR, withPasswords(FILE));
    Wire ann = logsIn("x", "ann", "nna").receives("20020000");
    subscribes(ann, "house/#", 0);

    Files.writeString(
        folder.resolve("ds.json"), withPasswords(FILE.replace("house/hidden", "house/lamp")));
    broker.reload();

    ann.sends(publish("house/lamp", "no"), publish("house/hidden", "yes"));
    ann.receives(publish("house/hidden", "yes"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"house\", \"acls\"|\"home\", \"acls\"|there is no role \"house\"",
        "\"anonymousGroup\": \"guests\"|\"anonymousGroup\": \"nobody\"|no group \"nobody\"",
        "publishClientSend\", \"topic\"|publishClient\", \"topic\"|no acltype \"publishClient\"",
        "subscribeLiteral|subscribe|no acltype \"subscribe\"",
        "\"roles\": []|\"roles\": [|is not valid JSON",
        "\"salt\": \"|\"salt\": \"!|client \"ann\": the salt of the hash is not base64",
        "\"groupname\": \"guests\"|\"name\": \"guests\"|a group has no groupname",
      })
  void what_can_not_be_right_is_named(String from, String to, String says) {
    String right = withPasswords(FILE);
    String wrong = right.replace(from, to);
    assertThat(wrong).isNotEqualTo(right);

    assertThatThrownBy(() -> start(Kind.WEIR, wrong))
        .hasMessageContaining("ds.json")
        .hasMessageContaining(says);
  }
}
