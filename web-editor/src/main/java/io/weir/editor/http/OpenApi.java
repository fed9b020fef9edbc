package io.weir.editor.http;

import io.weir.editor.http.Endpoint.Kind;
import io.weir.engine.message.MessageJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Describes calls for programs, as OpenAPI 3.1 has it. */
public final class OpenApi {
  private static final String SCHEMAS = "schemas.json";
  private static final String TEXT = "text/plain";

  private final String version;
  private final String root;

  /**
   * A description.
   *
   * @param version of the server
   * @param root the path that all calls are below but those of the server itself
   */
  public OpenApi(String version, String root) {
    this.version = version;
    this.root = root;
  }

  /** The description of these calls. */
  public Map<String, Object> of(List<Endpoint> endpoints) {
    Map<String, Map<String, Object>> paths = new TreeMap<>();
    for (Endpoint endpoint : endpoints) {
      Map<String, Object> path =
          paths.computeIfAbsent(endpoint.path().toString(), unused -> new LinkedHashMap<>());
      if (endpoint.kind() == Kind.SERVER && !root.equals("/")) {
        path.put("servers", List.of(Map.of("url", "/")));
      }
      path.put(endpoint.method().name().toLowerCase(Locale.ROOT), operation(endpoint));
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.1.0");
    document.put("info", info());
    document.put("servers", List.of(Map.of("url", root)));
    document.put("paths", paths);
    document.put("components", components());
    return document;
  }

  private Map<String, Object> info() {
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("title", "Weir");
    info.put("version", version);
    info.put(
        "description",
        "The Admin API that clients of Node-RED know, and what Weir has beside it. Neither the case"
            + " of a path nor a slash at its end makes a difference; HEAD works wherever GET does;"
            + " forms are taken wherever JSON is.");
    info.put(
        "license",
        ordered("name", "Apache-2.0", "url", "https://www.apache.org/licenses/LICENSE-2.0"));
    return info;
  }

  private static Map<String, Object> operation(Endpoint endpoint) {
    Map<String, Object> operation = new LinkedHashMap<>();
    operation.put("operationId", id(endpoint));
    operation.put("summary", endpoint.summary());
    if (!endpoint.text().isEmpty()) {
      operation.put("description", endpoint.text());
    }
    operation.put("tags", List.of(endpoint.kind().name().toLowerCase(Locale.ROOT)));
    String permission = endpoint.permission();
    if (permission != null) {
      operation.put("security", List.of(Map.of("bearer", List.of())));
      operation.put("x-permission", permission);
    }
    if (!endpoint.parameters().isEmpty()) {
      operation.put("parameters", endpoint.parameters().stream().map(OpenApi::parameter).toList());
    }
    if (endpoint.body() != null) {
      operation.put("requestBody", Map.of("content", json(endpoint.body())));
    }
    operation.put("responses", responses(endpoint, permission));
    return operation;
  }

  private static String id(Endpoint endpoint) {
    StringBuilder id = new StringBuilder(endpoint.method().name().toLowerCase(Locale.ROOT));
    for (String word : endpoint.path().toString().split("[^A-Za-z0-9]+", -1)) {
      if (!word.isEmpty()) {
        id.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
      }
    }
    return id.toString();
  }

  private static Map<String, Object> parameter(Parameter parameter) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("name", parameter.name());
    shown.put("in", parameter.in());
    if (parameter.in().equals("path")) {
      shown.put("required", true);
    }
    shown.put("description", parameter.meaning());
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "string");
    if (!parameter.values().isEmpty()) {
      schema.put("enum", parameter.values());
    }
    shown.put("schema", schema);
    return shown;
  }

  private static Map<String, Object> responses(Endpoint endpoint, @Nullable String permission) {
    Map<String, Object> responses = new TreeMap<>();
    for (Answer answer : endpoint.answers()) {
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("description", answer.meaning());
      if (answer.schema() != null) {
        shown.put("content", json(answer.schema()));
      } else if (answer.mediaType() != null) {
        shown.put("content", Map.of(answer.mediaType(), Map.of()));
      }
      responses.put(Integer.toString(answer.status()), shown);
    }
    if (permission != null) {
      responses.putIfAbsent(
          "401",
          ordered(
              "description",
              "Unauthorized: no valid token (WWW-Authenticate says so), or not permitted",
              "content",
              Map.of(TEXT, Map.of())));
    }
    return responses;
  }

  private static Map<String, Object> json(String schema) {
    return Map.of(
        "application/json", Map.of("schema", Map.of("$ref", "#/components/schemas/" + schema)));
  }

  /** Two keys in this order, which Map.of would change from run to run. */
  private static Map<String, Object> ordered(String a, Object first, String b, Object second) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(a, first);
    map.put(b, second);
    return map;
  }

  private static Map<String, Object> components() {
    Map<String, Object> components = new LinkedHashMap<>();
    components.put(
        "securitySchemes", Map.of("bearer", ordered("type", "http", "scheme", "bearer")));
    components.put("schemas", schemas());
    return components;
  }

  private static Object schemas() {
    try (InputStream in = OpenApi.class.getResourceAsStream(SCHEMAS)) {
      byte[] text = Objects.requireNonNull(in, SCHEMAS).readAllBytes();
      return Objects.requireNonNull(MessageJson.parse(new String(text, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same for people: a table for each path. */
  public static String page(List<Endpoint> endpoints) {
    StringBuilder page = new StringBuilder();
    Map<String, List<Endpoint>> byArea = new TreeMap<>();
    for (Endpoint endpoint : endpoints) {
      String area = endpoint.path().toString().split("/", -1)[1];
      byArea
          .computeIfAbsent(area.isEmpty() ? "/" : area, unused -> new ArrayList<>())
          .add(endpoint);
    }
    byArea.forEach(
        (area, all) -> {
          page.append("\n## ").append(area).append('\n');
          all.forEach(endpoint -> describe(page, endpoint));
        });
    return page.toString();
  }

  private static void describe(StringBuilder page, Endpoint endpoint) {
    String permission = endpoint.permission();
    page.append("\n### ")
        .append(endpoint.method())
        .append(" `")
        .append(endpoint.path())
        .append("`\n\n")
        .append(endpoint.summary())
        .append(". ")
        .append(endpoint.text())
        .append(endpoint.text().isEmpty() ? "" : " ")
        .append(
            permission == null
                ? "For everybody."
                : permission.isEmpty() ? "Needs a login." : "Needs `" + permission + "`.")
        .append(endpoint.kind() == Kind.EDITOR ? " Not there with `disableEditor`." : "")
        .append("\n\n| | | |\n| --- | --- | --- |\n");
    for (Parameter parameter : endpoint.parameters()) {
      row(page, parameter.in(), "`" + parameter.name() + "`", meaning(parameter));
    }
    if (endpoint.body() != null) {
      row(page, "body", endpoint.body(), "");
    }
    for (Answer answer : endpoint.answers()) {
      String what = answer.schema() != null ? answer.schema() : answer.mediaType();
      row(page, Integer.toString(answer.status()), what == null ? "" : what, answer.meaning());
    }
  }

  private static String meaning(Parameter parameter) {
    return parameter.values().isEmpty()
        ? parameter.meaning()
        : parameter.meaning() + " (`" + String.join("`, `", parameter.values()) + "`)";
  }

  private static void row(StringBuilder page, String first, String second, String third) {
    page.append("| ")
        .append(first)
        .append(" | ")
        .append(second)
        .append(" | ")
        .append(third.replace("|", "\\|"))
        .append(" |\n");
  }
}
