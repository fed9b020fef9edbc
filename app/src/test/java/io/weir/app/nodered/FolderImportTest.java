package io.weir.app.nodered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.engine.store.CredentialSecret;
import io.weir.engine.store.Credentials;
import io.weir.engine.store.RuntimeSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderImportTest {
  private static final String FLOWS =
      """
      [{"id":"t","type":"tab","label":"House"},
       {"id":"b","type":"mqtt-broker","broker":"elsewhere","port":"1883"},
       {"id":"m","type":"mqtt in","z":"t","topic":"a","broker":"b","x":1,"y":1,"wires":[["s"]]},
       {"id":"s","type":"serial out","z":"t","x":2,"y":1,"wires":[]}]""";

  private static final String SECRET =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  @TempDir private Path folder;
  private Path source;
  private Path target;

  @BeforeEach
  void aFolderOfNodeRed() throws IOException {
    source = Files.createDirectories(folder.resolve("node-red"));
    target = folder.resolve("weir");
    Files.writeString(source.resolve("flows.json"), FLOWS);
    write(".config.runtime.json", "{\"_credentialSecret\":\"" + SECRET + "\"}");
    write("flows_cred.json", encrypted("{\"b\":{\"user\":\"pi\",\"password\":\"raspberry\"}}"));
    write("context/global/global.json", "{\"seen\":1}");
    write("lib/functions/tidy.js", "return msg;");
  }

  /**
   * As Node-RED does it: AES in counter mode, the counter in front, the key a hash of the secret.
   */
  private static String encrypted(String credentials) {
    try {
      byte[] counter = "sixteen bytes ..".getBytes(StandardCharsets.UTF_8);
      byte[] key =
          MessageDigest.getInstance("SHA-256").digest(SECRET.getBytes(StandardCharsets.UTF_8));
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(counter));
      return "{\"$\":\""
          + HexFormat.of().formatHex(counter)
          + Base64.getEncoder()
              .encodeToString(cipher.doFinal(credentials.getBytes(StandardCharsets.UTF_8)))
          + "\"}";
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private void write(String name, String text) throws IOException {
    Path file = source.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private List<String> run() throws IOException {
    return new FolderImport(NodeRedFolder.of(source), target).run(false);
  }

  private Credentials credentials(String secret) {
    Credentials credentials =
        new Credentials(
            target.resolve("flows_cred.json"),
            new RuntimeSettings(target.resolve(".config.runtime.json")),
            secret == null ? CredentialSecret.GENERATED : CredentialSecret.of(secret));
    assertThat(credentials.load()).isNull();
    return credentials;
  }

  @Test
  void takes_a_whole_folder_over() throws IOException {
    List<String> said = run();

    assertThat(target.resolve("flows.json")).hasContent(FLOWS);
    assertThat(credentials(null).of("b")).containsEntry("password", "raspberry");
    assertThat(target.resolve("context/global/global.json")).hasContent("{\"seen\":1}");
    assertThat(target.resolve("lib/functions/tidy.js")).hasContent("return msg;");
    assertThat(said)
        .anyMatch(line -> line.contains("serial out"))
        .noneMatch(line -> line.contains("raspberry"));
  }

  @Test
  void takes_a_secret_from_the_settings() throws IOException {
    Files.delete(source.resolve(".config.runtime.json"));
    write(
        "settings.js",
        "module.exports = { credentialSecret: '" + SECRET + "', uiPort: 1990, nodesDir: '/x' }");

    List<String> said = run();

    assertThat(credentials(null).of("b")).containsEntry("user", "pi");
    assertThat(target.resolve("weir.yaml")).content().contains("port: 1990").doesNotContain(SECRET);
    assertThat(said).anyMatch(line -> line.contains("nodesDir has no counterpart"));
  }

  @Test
  void takes_a_secret_from_the_one_file_that_there_was_long_ago() throws IOException {
    Files.move(source.resolve(".config.runtime.json"), source.resolve(".config.json"));

    run();

    assertThat(credentials(null).of("b")).containsEntry("user", "pi");
  }

  @Test
  void says_that_credentials_cannot_be_read_without_their_secret() throws IOException {
    Files.delete(source.resolve(".config.runtime.json"));

    assertThat(run()).anyMatch(line -> line.startsWith("credentials  not usable"));
  }

  @Test
  void takes_the_files_of_the_active_project() throws IOException {
    write(
        ".config.projects.json",
        "{\"activeProject\":\"p\",\"projects\":{\"p\":{\"credentialSecret\":\"" + SECRET + "\"}}}");
    write("projects/p/package.json", "{\"node-red\":{\"settings\":{\"flowFile\":\"main.json\"}}}");
    write("projects/p/main.json", "[{\"id\":\"t\",\"type\":\"tab\",\"label\":\"Project\"}]");

    run();

    assertThat(target.resolve("flows.json")).content().contains("Project");
    assertThat(target.resolve("context/global/global.json")).exists();
    assertThat(target.resolve("lib/functions/tidy.js")).exists();
  }

  @Test
  void finds_the_credentials_of_flows_in_another_folder() throws IOException {
    Files.createDirectories(source.resolve("house"));
    Files.move(source.resolve("flows.json"), source.resolve("house/flows.json"));
    write("settings.js", "module.exports = { flowFile: 'house/flows.json' }");

    run();

    assertThat(target.resolve("flows.json")).hasContent(FLOWS);
    assertThat(credentials(null).of("b")).containsEntry("user", "pi");
    assertThat(target.resolve("lib/functions/tidy.js")).exists();
  }

  @Test
  void does_not_replace_flows_unless_told_to() throws IOException {
    Files.createDirectories(target);
    Files.writeString(target.resolve("flows.json"), "[{\"id\":\"mine\",\"type\":\"tab\"}]");

    assertThatThrownBy(this::run).hasMessageContaining("has flows already");
    assertThat(target.resolve("flows.json")).content().contains("mine");
    assertThat(target.resolve("flows_cred.json")).doesNotExist();

    new FolderImport(NodeRedFolder.of(source), target).run(true);
    assertThat(target.resolve("flows.json")).hasContent(FLOWS);
    assertThat(target.resolve(".flows.json.backup")).content().contains("mine");
  }

  @Test
  void does_nothing_with_flows_that_cannot_be_read() throws IOException {
    write("flows.json", "[{\"id\":");

    assertThatThrownBy(this::run).isInstanceOf(IllegalArgumentException.class);
    assertThat(target).doesNotExist();
  }
}
