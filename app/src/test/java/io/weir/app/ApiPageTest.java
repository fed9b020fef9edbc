package io.weir.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.editor.http.Endpoint;
import io.weir.editor.http.OpenApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The description of the web server's calls, and its pages in docs/reference. They are written anew
 * with -Dweir.docs.write=true.
 */
class ApiPageTest {
  private static final Path REFERENCE = Path.of("../docs/reference");
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String HEAD =
      """
      # The Admin API

      All calls that the web server answers, made from their declarations in the code; a running Weir describes itself at
      `GET /openapi.json` (with the permission `settings.read`, as it tells the version and what is switched on), and
      [openapi.json](openapi.json) is the same for programs. Paths are below `adminRoot`, but for `/health`, `/metrics`
      and `/mqtt`.

      Neither the case of a path nor a slash at its end makes a difference, HEAD works wherever GET does, and forms
      (`a[b]=c`) are taken wherever JSON is. JSON answers to GET have an `ETag`. Errors are `{"code":…,"message":…}`; 401
      is the text `Unauthorized` with `WWW-Authenticate` for who isn't logged in, and empty for what is not permitted. The
      names of bodies are those of `components/schemas` in openapi.json.
      """;

  @TempDir private Path folder;
  private RunningWeir weir;

  @BeforeEach
  void start() throws Exception {
    // Set-up of MQTT alone is pending: so its calls are there, and the others open.
    weir =
        RunningWeir.start(
            folder, "{ mqtt: { host: 0.0.0.0 }, adminAuth: { default: { permissions: \"*\" } } }");
  }

  @AfterEach
  void stop() {
    weir.close();
  }

  private JsonNode document() throws IOException {
    return MAPPER.readTree(weir.get("/openapi.json").body());
  }

  @Test
  void the_pages_are_up_to_date() throws IOException {
    ObjectNode document = (ObjectNode) document();
    ((ObjectNode) document.get("info")).put("version", "1");
    String json = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
    String page = HEAD + OpenApi.page(weir.weir().endpoints());

    if (Boolean.getBoolean("weir.docs.write")) {
      Files.writeString(REFERENCE.resolve("openapi.json"), json);
      Files.writeString(REFERENCE.resolve("admin-api.md"), page);
    }

    assertThat(Files.readString(REFERENCE.resolve("openapi.json")))
        .as("docs/reference/openapi.json, to be written anew with -Dweir.docs.write=true")
        .isEqualTo(json);
    assertThat(Files.readString(REFERENCE.resolve("admin-api.md")))
        .as("docs/reference/admin-api.md, to be written anew with -Dweir.docs.write=true")
        .isEqualTo(page);
  }

  @Test
  void each_call_says_what_it_takes_and_how_it_is_answered() {
    for (Endpoint endpoint : weir.weir().endpoints()) {
      String name = endpoint.method() + " " + endpoint.path();
      assertThat(endpoint.summary()).as(name).isNotBlank().doesNotEndWith(".");
      assertThat(endpoint.answers()).as(name).isNotEmpty();
      assertThat(endpoint.parameters())
          .as("%s explains its parts", name)
          .filteredOn(parameter -> parameter.in().equals("path"))
          .extracting("name")
          .containsExactlyElementsOf(endpoint.path().names());
    }
  }

  @Test
  void all_names_of_bodies_are_explained_and_used() throws IOException {
    JsonNode document = document();
    Set<String> known = new TreeSet<>();
    document.at("/components/schemas").fieldNames().forEachRemaining(known::add);
    Set<String> used = new TreeSet<>();
    document.findValuesAsText("$ref").forEach(ref -> used.add(ref.replaceAll(".*/", "")));

    assertThat(used).isEqualTo(known);
  }

  @Test
  void no_two_calls_have_one_name() throws IOException {
    List<String> names = document().findValuesAsText("operationId");

    assertThat(names).hasSizeGreaterThan(60).doesNotHaveDuplicates();
  }

  @Test
  void calls_are_mounted_by_their_declarations_alone() throws IOException {
    Set<String> users = new TreeSet<>();
    for (String module : List.of("../web-editor/src/main/java", "src/main/java")) {
      List<Path> sources;
      try (Stream<Path> files = Files.walk(Path.of(module))) {
        sources = new ArrayList<>(files.filter(file -> file.toString().endsWith(".java")).toList());
      }
      for (Path source : sources) {
        if (Files.readString(source).contains("import io.vertx.ext.web.Router;")) {
          users.add(source.getFileName().toString());
        }
      }
    }

    // Whoever has the router could mount what nobody has declared.
    assertThat(users)
        .containsExactlyInAnyOrder(
            "EditorServer.java",
            "EndpointRoutes.java",
            "EditorFiles.java",
            "WebFront.java",
            "WebRoutes.java",
            "TlsServer.java");
  }

  @Test
  void it_needs_the_permission_that_the_settings_need() throws Exception {
    weir.close();
    weir =
        RunningWeir.start(
            folder,
            "{ web: { adminRoot: /a }, adminAuth: { default: { permissions: nodes.read } } }");

    assertThat(weir.get("/a/openapi.json").statusCode()).isEqualTo(401);
    weir.close();
    weir =
        RunningWeir.start(
            folder, "{ web: { adminRoot: /a }, adminAuth: { default: { permissions: read } } }");
    JsonNode document = MAPPER.readTree(weir.get("/a/openapi.json").body());
    assertThat(document.at("/servers/0/url").asText()).isEqualTo("/a/");
    assertThat(document.get("paths").get("/health/live").at("/servers/0/url").asText())
        .isEqualTo("/");
  }
}
