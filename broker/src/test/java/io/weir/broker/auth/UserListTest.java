package io.weir.broker.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.weir.broker.packet.ReasonCode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserListTest {
  private static final byte[] SECRET = {0, (byte) 0xFF, 7};

  private static ReasonCode ask(boolean anonymous, String user, byte[] password) {
    UserList users = new UserList(Map.of("ada", given -> Arrays.equals(given, SECRET)), anonymous);
    Buffer given = password == null ? null : Buffer.buffer(password);
    return users.authenticate(new Credentials("c", user, given, "here", List.of())).result();
  }

  @Test
  void lets_in_who_knows_the_password_byte_for_byte() {
    assertThat(ask(false, "ada", SECRET)).isEqualTo(ReasonCode.SUCCESS);
    assertThat(ask(false, "ada", new byte[] {0})).isEqualTo(ReasonCode.NOT_AUTHORIZED);
    assertThat(ask(false, "ada", null)).isEqualTo(ReasonCode.NOT_AUTHORIZED);
    assertThat(ask(true, "eve", SECRET)).isEqualTo(ReasonCode.NOT_AUTHORIZED);
  }

  @Test
  void lets_in_strangers_only_if_told_to() {
    assertThat(ask(true, null, null)).isEqualTo(ReasonCode.SUCCESS);
    assertThat(ask(false, null, null)).isEqualTo(ReasonCode.NOT_AUTHORIZED);
  }
}
