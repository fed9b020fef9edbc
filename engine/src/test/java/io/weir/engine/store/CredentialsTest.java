package io.weir.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.engine.flow.FlowReader;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeCatalog;
import io.weir.engine.node.NodePack;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Property;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
  private static final NodeType BROKER =
      NodeType.named("mqtt-broker")
          .config()
          .properties(Property.text("user").asCredential(), Property.secret("password"))
          .create((config, context) -> new Node() {});
  private static final NodeCatalog CATALOG =
      NodeCatalog.of(
          List.of(
              new NodePack() {
                @Override
                public String module() {
                  return "test";
                }

                @Override
                public String version() {
                  return "1";
                }

                @Override
                public List<NodeType> types() {
                  return List.of(BROKER);
                }
              }));

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("flows_cred.json");
  }

  private Credentials credentials(String secret) {
    return credentials(CredentialSecret.of(secret));
  }

  private Credentials credentials(CredentialSecret secret) {
    return new Credentials(file, settings(), secret);
  }

  private RuntimeSettings settings() {
    return new RuntimeSettings(folder.resolve(".config.runtime.json"));
  }

  private static void deploy(Credentials credentials, String flows) {
    credentials.commit(credentials.split(FlowReader.read(flows), CATALOG));
  }

  @Test
  void reads_a_file_that_node_red_encrypted() throws IOException {
    Files.writeString(
        file,
        "{\"$\":\"50bf884a9a4698e21fa0343731f26256Tu2jfxAkkZOZBl5zGq3QdirboDtp1HlhFchRSoQKZoT6aoiuMiU3MtHM9GFPoHhfPTNqlUfy4o2uCzljRg59tmBjCf3ph8jEKn7WlAWfmbl0jAE3kC1RZQ==\"}");
    Credentials credentials = credentials("s3cret");

    assertThat(credentials.load()).isNull();

    assertThat(credentials.of("brk")).isEqualTo(Map.of("user", "u1", "password", "p1"));
  }

  @Test
  void says_so_when_the_secret_is_another_one() throws IOException {
    deploy(credentials("one"), broker("{\"user\":\"u\",\"password\":\"p\"}"));

    Credentials other = credentials("two");

    assertThat(other.load()).contains("encrypted with another secret");
    assertThat(other.of("b")).isEmpty();
  }

  @Test
  void takes_secrets_out_of_the_flows_and_never_writes_them_in_the_clear() throws IOException {
    Credentials credentials = credentials("one");
    Credentials.Split split =
        credentials.split(
            FlowReader.read(broker("{\"user\":\"u\",\"password\":\"hush\"}")), CATALOG);
    credentials.commit(split);

    assertThat(split.document().entries().get(0).raw()).doesNotContainKey("credentials");
    assertThat(Files.readString(file)).doesNotContain("hush");
    assertThat(credentials.of("b")).containsEntry("password", "hush");
  }

  @Test
  void keeps_what_a_deploy_does_not_mention_and_deletes_what_is_blank() {
    Credentials credentials = credentials("one");
    deploy(credentials, broker("{\"user\":\"u\",\"password\":\"p\"}"));

    deploy(credentials, broker("{\"user\":\"v\",\"password\":\"__PWRD__\",\"other\":\"x\"}"));
    assertThat(credentials.of("b")).isEqualTo(Map.of("user", "v", "password", "p"));

    deploy(credentials, "[{\"id\":\"b\",\"type\":\"mqtt-broker\"}]");
    assertThat(credentials.of("b")).isEqualTo(Map.of("user", "v", "password", "p"));

    deploy(credentials, broker("{\"user\":\" \"}"));
    assertThat(credentials.of("b")).isEqualTo(Map.of("password", "p"));

    deploy(credentials, "[]");
    assertThat(credentials.of("b")).isEmpty();
  }

  @Test
  void makes_a_secret_of_its_own_that_only_the_owner_can_read() throws IOException {
    deploy(credentials(CredentialSecret.GENERATED), broker("{\"user\":\"u\"}"));

    Credentials later = credentials(CredentialSecret.GENERATED);
    assertThat(later.load()).isNull();
    assertThat(later.of("b")).containsEntry("user", "u");
    assertThat(Files.getPosixFilePermissions(folder.resolve(".config.runtime.json")))
        .extracting(Enum::name)
        .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE");
  }

  @Test
  void encrypts_nothing_if_the_settings_say_so() throws IOException {
    deploy(credentials(CredentialSecret.NONE), broker("{\"user\":\"u\",\"password\":\"p\"}"));

    assertThat(Files.readString(file)).isEqualTo("{\"b\":{\"user\":\"u\",\"password\":\"p\"}}");
    Credentials later = credentials(CredentialSecret.NONE);
    assertThat(later.load()).isNull();
    assertThat(later.of("b")).containsEntry("password", "p");
    assertThat(later.encryptionType()).isEqualTo("disabled");
    assertThat(Files.exists(folder.resolve(".config.runtime.json"))).isFalse();
  }

  @Test
  void goes_over_to_a_secret_of_the_settings_with_the_next_deploy() throws IOException {
    deploy(credentials(CredentialSecret.GENERATED), broker("{\"user\":\"u\"}"));

    Credentials named = credentials("mine");
    assertThat(named.load()).isNull();
    assertThat(named.of("b")).as("read with the secret that was made").containsEntry("user", "u");
    deploy(named, broker("{\"user\":\"u\"}"));

    assertThat(settings().get("_credentialSecret")).isNull();
    Credentials later = credentials("mine");
    assertThat(later.load()).isNull();
    assertThat(later.of("b")).containsEntry("user", "u");
  }

  @Test
  void leaves_a_secret_alone_that_other_credentials_were_saved_with() throws IOException {
    settings().put("_credentialSecret", "of other flows");
    deploy(credentials("mine"), broker("{\"user\":\"u\"}"));
    settings().put("_credentialSecret", "of other flows");

    Credentials project = credentials("mine");
    assertThat(project.load()).isNull();
    deploy(project, broker("{\"user\":\"v\"}"));

    assertThat(settings().get("_credentialSecret")).isEqualTo("of other flows");
    Credentials later = credentials("mine");
    assertThat(later.load()).isNull();
    assertThat(later.of("b")).containsEntry("user", "v");
  }

  @Test
  void encrypts_with_the_next_deploy_what_was_not_encrypted() throws IOException {
    Files.writeString(file, "{\"b\":{\"user\":\"u\",\"password\":\"hush\"}}");
    Credentials credentials = credentials("mine");

    assertThat(credentials.load()).isNull();
    assertThat(credentials.of("b")).containsEntry("user", "u");
    deploy(credentials, "[{\"id\":\"b\",\"type\":\"mqtt-broker\"}]");

    assertThat(file).content().startsWith("{\"$\":").doesNotContain("hush");
  }

  @Test
  void are_replaced_as_a_whole_by_others_that_come_encrypted() throws IOException {
    deploy(credentials("one"), broker("{\"user\":\"new\"}"));
    String encrypted = Files.readString(file).replaceAll("^.*:\"|\"}$", "");
    Credentials credentials = credentials("one");
    deploy(credentials, broker("{\"user\":\"old\",\"password\":\"p\"}"));

    Credentials.Split split =
        credentials.splitReplacing(
            FlowReader.read("[{\"id\":\"b\",\"type\":\"mqtt-broker\"}]"), CATALOG, encrypted);

    assertThat(split.credentials()).isEqualTo(Map.of("b", Map.of("user", "new")));
    assertThat(split.given()).containsExactly("b");
    assertThat(credentials("two").splitReplacing(split.document(), CATALOG, encrypted)).isNull();
  }

  @Test
  void stops_encrypting_with_the_next_deploy_once_the_settings_say_so() throws IOException {
    deploy(credentials(CredentialSecret.GENERATED), broker("{\"user\":\"u\"}"));

    Credentials plain = credentials(CredentialSecret.NONE);
    assertThat(plain.load()).isNull();
    deploy(plain, broker("{\"user\":\"u\"}"));

    assertThat(Files.readString(file)).isEqualTo("{\"b\":{\"user\":\"u\"}}");
    assertThat(settings().get("_credentialSecret")).isNull();
  }

  @Test
  void a_deploy_that_is_undone_brings_the_secret_back_too() throws IOException {
    deploy(credentials(CredentialSecret.GENERATED), broker("{\"user\":\"u\"}"));
    Credentials named = credentials("mine");
    named.load();

    named.commit(named.split(FlowReader.read(broker("{\"user\":\"v\"}")), CATALOG)).run();

    Credentials again = credentials(CredentialSecret.GENERATED);
    assertThat(again.load()).isNull();
    assertThat(again.of("b")).containsEntry("user", "u");
  }

  @Test
  void cannot_read_what_is_encrypted_without_any_secret() throws IOException {
    deploy(credentials("one"), broker("{\"user\":\"u\"}"));

    assertThat(credentials(CredentialSecret.NONE).load()).contains("set credentialSecret");
  }

  private static String broker(String credentials) {
    return "[{\"id\":\"b\",\"type\":\"mqtt-broker\",\"credentials\":" + credentials + "}]";
  }
}
