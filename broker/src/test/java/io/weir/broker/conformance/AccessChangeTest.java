package io.weir.broker.conformance;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.broker.BrokerConfig;
import io.weir.broker.auth.AccessControl;
import io.weir.broker.auth.AccessControl.Policies;
import io.weir.broker.auth.AccessPolicy;
import io.weir.broker.auth.AclFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class AccessChangeTest {
  private static final AccessControl CONTROL =
      new AccessControl(Policies.forAll(AccessPolicy.OPEN));

  @TempDir private Path folder;

  @RegisterExtension
  static final BrokerExtension BROKER =
      new BrokerExtension(BrokerConfig.listeningOn("127.0.0.1", 0), CONTROL, CONTROL);

  @BeforeEach
  void open() {
    CONTROL.replace(Policies.forAll(AccessPolicy.OPEN));
  }

  private void allow(String rules) throws Exception {
    CONTROL.replace(
        Policies.forAll(
            new AccessPolicy(
                true, null, AclFile.read(Files.writeString(folder.resolve("acl"), rules)))));
  }

  @Test
  void clients_that_would_not_get_in_any_more_are_told_and_closed() throws Exception {
    Wire five = BROKER.client5("five");
    Wire three = BROKER.client("three");
    CONTROL.replace(Policies.forAll(AccessPolicy.SHUT));

    int ended =
        BROKER.broker().endForbidden().toCompletionStage().toCompletableFuture().get(30, SECONDS);

    assertThat(ended).isEqualTo(2);
    five.isDisconnected(0x87);
    three.isClosed();
  }

  @Test
  void a_subscription_is_granted_and_stays_silent_where_reading_is_denied() throws Exception {
    allow("topic write #\ntopic read seen/#");
    Wire client = BROKER.client("c");

    client.sends(Bytes.subscribe311(1, "#", 0)).receives("9003000100");
    client.sends(Bytes.publish("hidden/x", "1")).sends(Bytes.publish("seen/x", "2"));

    client.receives(Bytes.publish("seen/x", "2"));
  }

  @Test
  void what_waits_is_judged_when_it_is_delivered() throws Exception {
    allow("topic #");
    Wire away = BROKER.opens().sends(Bytes.resume311("away")).receives("20020000");
    away.sends(Bytes.subscribe311(1, "#", 1)).receives("9003000101");
    away.sends(Bytes.DISCONNECT).isClosed();
    Wire publisher = BROKER.client("p");
    publisher
        .sends(Bytes.publish(0x32, "a", 1, "1"))
        .receives("40020001")
        .sends(Bytes.publish(0x32, "b", 2, "2"))
        .receives("40020002");

    allow("topic read b");

    BROKER
        .opens()
        .sends(Bytes.resume311("away"))
        .receives("20020100")
        .receives(Bytes.publish(0x32, "b", 1, "2"));
  }
}
