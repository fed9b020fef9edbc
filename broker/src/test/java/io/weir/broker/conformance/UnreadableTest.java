package io.weir.broker.conformance;

import static io.weir.broker.conformance.Bytes.packet;
import static io.weir.broker.conformance.Bytes.publish;
import static io.weir.broker.conformance.Bytes.subscribe311;
import static io.weir.broker.conformance.Bytes.subscribe5;
import static io.weir.broker.conformance.Bytes.u16;

import io.weir.broker.BrokerConfig;
import io.weir.broker.BrokerEvent.AccessDenied;
import io.weir.broker.auth.AccessControl;
import io.weir.broker.auth.AccessControl.Policies;
import io.weir.broker.auth.AccessFileException;
import io.weir.broker.auth.AccessPolicy;
import io.weir.broker.auth.AclFile;
import io.weir.broker.auth.AclRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Subscriptions by which nothing may be read: refused where the policy says so. */
class UnreadableTest {
  private static final AclRules RULES = rules("topic read open/#\ntopic write box\n");

  private static final AccessControl ACCESS = new AccessControl(policies(true));

  @RegisterExtension
  static final BrokerExtension broker =
      new BrokerExtension(BrokerConfig.listeningOn("127.0.0.1", 0), ACCESS, ACCESS);

  private static Policies policies(boolean refuses) {
    return Policies.forAll(new AccessPolicy(true, null, RULES, refuses));
  }

  private static AclRules rules(String text) {
    try {
      Path file = Files.createTempFile("weir-acl", "");
      try {
        return AclFile.read(Files.writeString(file, text));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (AccessFileException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void refuse() {
    ACCESS.replace(policies(true));
  }

  @Test
  @Clause("MQTT-3.8.4-6")
  void a_subscription_by_which_nothing_may_be_read_is_refused_and_the_others_are_granted() {
    broker
        .client5("c5")
        .sends(packet(0x82, u16(1), 0, "box", 1, "open/x", 1, "#", 0, "$share/g/box", 1))
        .receives("90070001008701 00 87".replace(" ", ""));
    broker.event(
        e -> e instanceof AccessDenied denied && !denied.publish() && denied.topic().equals("box"));

    broker.client("c4").sends(subscribe311(1, "box", 1)).receives("9003000180");
    broker.client("d4").sends(subscribe311(1, "open/+", 2)).receives("9003000102");
  }

  @Test
  void mosquitto_s_way_grants_it_and_it_stays_silent() {
    ACCESS.replace(policies(false));
    Wire client = broker.client("c").sends(subscribe311(1, "box", 0)).receives("9003000100");
    client.sends(publish("box", "x")).receivesNothingElse();
    broker.client5("c5").sends(subscribe5(1, "box", 0)).receives("900400010000");
  }
}
