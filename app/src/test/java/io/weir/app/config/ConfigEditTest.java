package io.weir.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigEditTest {
  private static final Map<String, String> USERS = Map.of("lamp", "$2b$10$hash");

  private static String users(String text) {
    return ConfigEdit.put(text, "mqtt", "users", USERS);
  }

  private static String defaults() throws IOException {
    try (InputStream in = ConfigReader.class.getResourceAsStream("weir.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void a_section_that_is_not_there_goes_to_the_end() throws IOException {
    String edited = users(defaults());

    assertThat(edited)
        .startsWith(defaults())
        .endsWith("\n\nmqtt:\n  users:\n    lamp: $2b$10$hash\n");
  }

  @Test
  void what_people_wrote_stays_where_it_is() {
    assertThat(
            users(
                """
                # Mine
                web: { port: 1 }   # not the usual one
                mqtt:   # for the lamps
                  # the whole network
                  host: 0.0.0.0

                  port: 1884 # likewise
                # the end
                """))
        .isEqualTo(
            """
            # Mine
            web: { port: 1 }   # not the usual one
            mqtt:   # for the lamps
              # the whole network
              users:
                lamp: $2b$10$hash
              host: 0.0.0.0

              port: 1884 # likewise
            # the end
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "mqtt: {host: 0.0.0.0} # open|mqtt: {users: {lamp: $2b$10$hash}, host: 0.0.0.0} # open",
        "mqtt: {}|mqtt: {users: {lamp: $2b$10$hash}}",
        "mqtt: # nothing yet|mqtt: {users: {lamp: $2b$10$hash}} # nothing yet",
        "mqtt: ~|mqtt: {users: {lamp: $2b$10$hash}}",
        "mqtt: {users: {}, port: 1}|mqtt: {users: {lamp: $2b$10$hash}, port: 1}",
        "{web: {port: 1}}|{mqtt: {users: {lamp: $2b$10$hash}}, web: {port: 1}}",
      })
  void every_way_to_write_a_section_is_known(String before, String after) {
    assertThat(users(before)).isEqualTo(after);
  }

  @Test
  void a_last_line_without_an_end_gets_one() {
    assertThat(users("web: {port: 1}"))
        .isEqualTo("web: {port: 1}\n\nmqtt:\n  users:\n    lamp: $2b$10$hash\n");
  }

  @Test
  void an_empty_list_of_users_is_filled() {
    assertThat(users("mqtt:\n  users:\n  port: 1\n"))
        .isEqualTo("mqtt:\n  users: {lamp: $2b$10$hash}\n  port: 1\n");
    assertThat(users("mqtt:\n  port: 1\n  users: {} # none\n"))
        .isEqualTo("mqtt:\n  port: 1\n  users: {lamp: $2b$10$hash} # none\n");
  }

  @Test
  void signs_beyond_the_usual_do_not_shift_the_place() {
    assertThat(users("# 🌱 Gewächshaus\nmqtt: {host: 0.0.0.0} # 🌱\n"))
        .isEqualTo("# 🌱 Gewächshaus\nmqtt: {users: {lamp: $2b$10$hash}, host: 0.0.0.0} # 🌱\n");
  }

  @Test
  void ends_of_lines_are_those_of_the_file() {
    assertThat(users("mqtt:\r\n  port: 1\r\n"))
        .isEqualTo("mqtt:\r\n  users:\r\n    lamp: $2b$10$hash\r\n  port: 1\r\n");
  }

  @Test
  void names_that_mean_something_in_yaml_are_quoted() {
    String edited = ConfigEdit.put("", "mqtt", "users", Map.of("no: #\"1\"", "x"));

    assertThat(new org.yaml.snakeyaml.Yaml().<Map<String, Object>>load(edited))
        .isEqualTo(Map.of("mqtt", Map.of("users", Map.of("no: #\"1\"", "x"))));
  }

  @Test
  void a_list_of_users_reads_like_one_by_hand() {
    Map<String, Object> user = new java.util.LinkedHashMap<>();
    user.put("username", "admin");
    user.put("password", "$2b$10$hash");
    user.put("permissions", "*");

    assertThat(ConfigEdit.put("", "adminAuth", "users", List.of(user)))
        .isEqualTo(
            """
            adminAuth:
              users:
                - username: admin
                  password: $2b$10$hash
                  permissions: '*'
            """);
  }

  @Test
  void what_can_not_be_changed_is_left_alone_and_said() {
    assertThatThrownBy(() -> users("- a list\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mqtt.users")
        .hasMessageContaining("by hand");
    assertThatThrownBy(() -> users("a: 1\n---\nb: 2\n")).hasMessageContaining("by hand");
  }
}
