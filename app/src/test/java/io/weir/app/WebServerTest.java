package io.weir.app;

import static io.weir.app.RunningWeir.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.broker.auth.HashAlgorithm;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The web server as weir.yaml wants it. */
class WebServerTest {
  private static final String HASH =
      HashAlgorithm.BCRYPT.hash("secret".getBytes(StandardCharsets.UTF_8)).text();

  @TempDir private Path folder;
  private RunningWeir weir;

  private void start(String yaml) throws Exception {
    weir = RunningWeir.start(folder, yaml);
  }

  @AfterEach
  void stop() throws Exception {
    if (weir != null) {
      weir.close();
    }
  }

  private int status(String method, String path, String... headers) {
    return weir.ask(method, path, "", headers).statusCode();
  }

  // ---- roots ----

  @Test
  void editor_and_api_are_below_their_root() throws Exception {
    start("web: { adminRoot: admin, nodeRoot: /api }");

    HttpResponse<String> bare = weir.get("/admin?a=b");
    assertThat(bare.statusCode()).isEqualTo(301);
    assertThat(header(bare, "location")).isEqualTo("/admin/?a=b");
    assertThat(weir.get("/admin/").body()).contains("<title>Weir</title>");
    assertThat(weir.get("/admin/flows").body()).isEqualTo("[]");
    assertThat(weir.ask("POST", "/admin/flows", "[]").statusCode()).isEqualTo(204);
    assertThat(weir.get("/admin/settings").body()).contains("\"httpNodeRoot\":\"/api/\"");
    assertThat(weir.get("/admin/node-types/inject/help").statusCode()).isEqualTo(200);
    assertThat(status("HEAD", "/admin/flows")).isEqualTo(200);
    assertThat(status("GET", "/")).isEqualTo(404);
    assertThat(status("GET", "/flows")).isEqualTo(404);
    assertThat(weir.get("/health/ready").body()).isEqualTo("{\"status\":\"UP\"}");
    assertThat(firstFrame("/admin/comms")).startsWith("[{\"topic\":");
    HttpResponse<String> missing = weir.get("/admin/nothing");
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(missing.body())
        .isEqualTo("{\"code\":\"not_found\",\"message\":\"Cannot GET /admin/nothing\"}");
  }

  private String firstFrame(String path) throws Exception {
    CompletableFuture<String> first = new CompletableFuture<>();
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(
                java.net.URI.create("ws://127.0.0.1:" + weir.port() + path),
                new WebSocket.Listener() {
                  @Override
                  public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean end) {
                    first.complete(text.toString());
                    return null;
                  }
                })
            .get(30, TimeUnit.SECONDS);
    socket.sendText("{\"subscribe\":\"notification/#\"}", true).get(30, TimeUnit.SECONDS);
    try {
      return first.get(30, TimeUnit.SECONDS);
    } finally {
      socket.abort();
    }
  }

  @Test
  void there_may_be_neither_editor_nor_api() throws Exception {
    start("web: { adminRoot: false }");

    for (String path : new String[] {"/", "/flows", "/settings", "/auth/login", "/comms"}) {
      assertThat(status("GET", path)).as(path).isEqualTo(404);
    }
    assertThat(status("GET", "/health/live")).isEqualTo(200);
  }

  @Test
  void there_may_be_the_api_without_the_editor() throws Exception {
    start("web: { disableEditor: true }");

    for (String path :
        new String[] {
          "/", "/index.html", "/comms", "/library/local/flows", "/theme", "/settings/user", "/icons"
        }) {
      assertThat(status("GET", path)).as(path).isEqualTo(404);
    }
    for (String path :
        new String[] {"/flows", "/nodes", "/settings", "/diagnostics", "/auth/login"}) {
      assertThat(status("GET", path)).as(path).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({"/FLOWS", "/Flows/", "/flows/STATE", "/Context/Global", "/context/global/"})
  void neither_case_nor_a_slash_at_the_end_makes_a_difference(String path) throws Exception {
    start("");

    assertThat(status("GET", path)).isEqualTo(200);
  }

  // ---- pages of other sites ----

  @Test
  void pages_of_other_sites_are_kept_out_until_they_are_named() throws Exception {
    start(
        """
        web:
          adminCors: { origin: [http://a.example, http://b.example], methods: "GET, post",
                       credentials: true, maxAge: 60, exposedHeaders: [ETag] }
        """);

    HttpResponse<String> named = weir.get("/flows", "Origin", "http://b.example");
    assertThat(named.statusCode()).isEqualTo(200);
    assertThat(header(named, "access-control-allow-origin")).isEqualTo("http://b.example");
    assertThat(header(named, "access-control-allow-credentials")).isEqualTo("true");
    assertThat(header(named, "access-control-expose-headers")).isEqualTo("ETag");
    assertThat(header(named, "vary")).isEqualTo("Origin");
    HttpResponse<String> other = weir.get("/flows", "Origin", "http://c.example");
    assertThat(other.statusCode()).isEqualTo(403);
    assertThat(other.body()).contains("forbidden_origin");

    HttpResponse<String> preflight =
        weir.ask(
            "OPTIONS",
            "/flow/a",
            "",
            "Origin",
            "http://a.example",
            "Access-Control-Request-Method",
            "PUT",
            "Access-Control-Request-Headers",
            "authorization,x-other");
    assertThat(preflight.statusCode()).isEqualTo(204);
    assertThat(header(preflight, "access-control-allow-methods")).isEqualTo("GET,POST");
    assertThat(header(preflight, "access-control-allow-headers"))
        .isEqualTo("authorization,x-other");
    assertThat(header(preflight, "access-control-max-age")).isEqualTo("60");
    assertThat(header(preflight, "vary")).isEqualTo("Origin, Access-Control-Request-Headers");

    // Not for what the editor alone needs, nor for logging in.
    assertThat(status("GET", "/library/local/flows", "Origin", "http://a.example")).isEqualTo(403);
    assertThat(status("GET", "/auth/login", "Origin", "http://a.example")).isEqualTo(403);
    assertThat(header(weir.get("/theme"), "access-control-allow-origin")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|",
        "{origin: '*'}|*",
        "{origin: true}|http://x.example",
        "{origin: http://x.example}|http://x.example",
        "{origin: ['*']}|*"
      })
  void an_origin_is_a_text_a_list_or_a_flag(String cors, String answered) throws Exception {
    start("web: { adminCors: " + cors + " }");

    HttpResponse<String> answer = weir.get("/settings", "Origin", "http://x.example");

    // An empty section is as none at all.
    assertThat(answer.statusCode()).isEqualTo(answered == null ? 403 : 200);
    assertThat(header(answer, "access-control-allow-origin"))
        .isEqualTo(answered == null ? "" : answered);
  }

  @Test
  void a_preflight_is_answered_as_it_is_set_and_needs_no_login() throws Exception {
    start(
        """
        web:
          adminCors: { allowedHeaders: [X-One, X-Two], optionsSuccessStatus: 200 }
          nodeRoot: /api
          nodeAuth: { user: u, pass: %s }
          nodeCors: { origin: "http://n.example", methods: [GET] }
        adminAuth: { users: [] }
        """
            .formatted(HASH));

    HttpResponse<String> admin = weir.ask("OPTIONS", "/flows", "", "Origin", "http://x.example");
    assertThat(admin.statusCode()).isEqualTo(200);
    assertThat(header(admin, "access-control-allow-headers")).isEqualTo("X-One,X-Two");
    assertThat(header(admin, "access-control-allow-methods"))
        .isEqualTo("GET,HEAD,PUT,PATCH,POST,DELETE");
    HttpResponse<String> nodes = weir.ask("OPTIONS", "/api/anything", "");
    assertThat(nodes.statusCode()).isEqualTo(204);
    assertThat(header(nodes, "access-control-allow-origin")).isEqualTo("http://n.example");
    assertThat(header(nodes, "access-control-allow-methods")).isEqualTo("GET");
  }

  // ---- bodies and headers ----

  @Test
  void a_request_that_is_too_large_is_refused_with_a_code() throws Exception {
    start("web: { bodyLimit: 2kb }");

    assertThat(weir.ask("POST", "/flows", "[" + " ".repeat(2046) + "]").statusCode())
        .isEqualTo(204);
    HttpResponse<String> refused = weir.ask("POST", "/flows", "[" + " ".repeat(2048) + "]");
    assertThat(refused.statusCode()).isEqualTo(413);
    assertThat(refused.body())
        .isEqualTo(
            "{\"code\":\"too_large\",\"message\":\"the request is larger than this server takes"
                + " (web.bodyLimit in weir.yaml)\"}");
  }

  @Test
  void all_answers_have_the_headers_that_are_set() throws Exception {
    start(
        "web: { headers: { X-Frame-Options: DENY, Content-Security-Policy: \"default-src *\" } }");

    for (String path : new String[] {"/", "/flows", "/health/live", "/nothing"}) {
      HttpResponse<String> answer = weir.get(path);
      assertThat(header(answer, "x-frame-options")).as(path).isEqualTo("DENY");
      assertThat(header(answer, "content-security-policy")).as(path).isEqualTo("default-src *");
    }
  }

  // ---- proxies ----

  @Test
  void a_browser_without_tls_is_sent_to_where_there_is_some() throws Exception {
    start("web: { requireHttps: true }");

    HttpResponse<String> sent = weir.get("/settings?a=b");
    assertThat(sent.statusCode()).isEqualTo(302);
    assertThat(header(sent, "location"))
        .isEqualTo("https://127.0.0.1:" + weir.port() + "/settings?a=b");
    assertThat(weir.get("/").statusCode()).isEqualTo(302);
    assertThat(status("GET", "/settings", "X-Forwarded-Proto", "https")).isEqualTo(200);
    assertThat(status("GET", "/health/live")).isEqualTo(200);
  }

  @Test
  void a_proxy_that_is_trusted_says_by_which_name_it_was_asked() throws Exception {
    String[] forwarded = {
      "X-Forwarded-Host",
      "weir.example",
      "X-Forwarded-Proto",
      "https",
      "Origin",
      "https://weir.example"
    };
    start("web: { trustProxy: loopback }");
    assertThat(status("GET", "/settings", forwarded)).isEqualTo(200);
    stop();

    start("web: { trustProxy: 10.0.0.0/8 }");
    assertThat(status("GET", "/settings", forwarded)).isEqualTo(403);
  }

  // ---- folders ----

  private void write(String path, String text) throws Exception {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void a_folder_is_served_behind_everything_else() throws Exception {
    write("public/index.html", "mine");
    write("public/flows", "a file");
    write("public/deep/page.txt", "deep");
    write("public/.hidden/x", "hidden");
    write("secret.txt", "secret");
    start("web: { static: public }");

    assertThat(weir.get("/deep/page.txt").body()).isEqualTo("deep");
    assertThat(weir.get("/flows").body()).isEqualTo("[]");
    assertThat(weir.get("/").body()).contains("<title>Weir</title>");
    assertThat(status("GET", "/.hidden/x")).isEqualTo(404);
    assertThat(status("GET", "/../secret.txt")).isEqualTo(404);
    assertThat(status("GET", "/%2e%2e/secret.txt")).isEqualTo(404);
    assertThat(status("GET", "/..%2fsecret.txt")).isEqualTo(404);
    assertThat(status("POST", "/deep/page.txt")).isEqualTo(404);
    write("public/deep/page.txt", "changed and longer");
    assertThat(weir.get("/deep/page.txt").body()).isEqualTo("changed and longer");
  }

  @Test
  void folders_have_roots_options_and_a_login() throws Exception {
    write("a/index.html", "index");
    write("a/.well-known/x", "known");
    write("b/one.txt", "one");
    write("b/.x", "hidden");
    write("b/index.html", "never");
    start(
        """
        web:
          staticRoot: /files
          staticAuth: { user: ann, pass: 5ebe2294ecd0e0f08eab7690d2a6ee69 }
          staticCors: { origin: "*" }
          static:
            - { path: a, root: /a, options: { maxAge: 1h, dotfiles: allow } }
            - { path: b, root: b/, options: { index: false, dotfiles: deny }, cors: { origin: "http://b.example" } }
        """);
    String right =
        "Basic "
            + Base64.getEncoder().encodeToString("ann:secret".getBytes(StandardCharsets.UTF_8));
    String wrong =
        "Basic " + Base64.getEncoder().encodeToString("ann:guess".getBytes(StandardCharsets.UTF_8));

    HttpResponse<String> refused = weir.get("/files/a/");
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(header(refused, "www-authenticate"))
        .isEqualTo("Basic realm=\"Authorization Required\"");
    assertThat(refused.body()).isEqualTo("Unauthorized");
    assertThat(status("GET", "/files/a/", "Authorization", wrong)).isEqualTo(401);
    HttpResponse<String> index = weir.get("/files/a/", "Authorization", right);
    assertThat(index.body()).isEqualTo("index");
    assertThat(header(index, "cache-control")).contains("max-age=3600");
    assertThat(header(index, "access-control-allow-origin")).isEqualTo("*");
    assertThat(weir.get("/files/a/.well-known/x", "Authorization", right).body())
        .isEqualTo("known");
    HttpResponse<String> one = weir.get("/files/b/one.txt", "Authorization", right);
    assertThat(one.body()).isEqualTo("one");
    assertThat(header(one, "access-control-allow-origin")).isEqualTo("http://b.example");
    assertThat(status("GET", "/files/b/", "Authorization", right)).isEqualTo(404);
    assertThat(status("GET", "/files/b/.x", "Authorization", right)).isEqualTo(403);
  }

  @Test
  void flows_may_want_a_login_of_their_own() throws Exception {
    write("public/x.txt", "x");
    start("web: { static: public, nodeAuth: { user: u, pass: %s } }".formatted(HASH));
    String right =
        "Basic " + Base64.getEncoder().encodeToString("u:secret".getBytes(StandardCharsets.UTF_8));

    assertThat(status("GET", "/x.txt")).isEqualTo(401);
    assertThat(status("GET", "/x.txt", "Authorization", "Basic !!")).isEqualTo(401);
    assertThat(weir.get("/x.txt", "Authorization", right).body()).isEqualTo("x");
    // The editor has logins of its own.
    assertThat(status("GET", "/settings")).isEqualTo(200);
  }

  // ---- what is wrong ----

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{adminRoot: true}|web.adminRoot must be a path, or false",
        "{adminRoot: 'a*'}|web.adminRoot must be a plain path but is a*",
        "{bodyLimit: much}|web.bodyLimit must be a size, such as 5mb, but is much",
        "{adminCors: {origins: x}}|web.adminCors.origins is not a setting; did you mean web.adminCors.origin?",
        "{adminCors: {optionsSuccessStatus: 404}}|must be 200 to 299 but is 404",
        "{https: {keyFile: k}}|web.https.certFile is missing",
        "{https: {pfxFile: p, keyFile: k}}|web.https.pfxFile has key and certificate in it",
        "{https: {keyFile: k, certFile: c, minVersion: TLSv1}}|web.https.minVersion must be",
        "{https: {keyFile: k, certFile: c}}|k can't be read",
        "{static: [{root: a}]}|web.static[0].path is missing",
        "{static: [{path: a, options: {etag: true}}]}|web.static[0].options.etag is not a setting",
        "{nodeAuth: {user: a, pass: plain}}|web.nodeAuth.pass can't be used",
        "{trustProxy: example.org}|web.trustProxy names example.org",
        "{requireHTTPS: true}|did you mean web.requireHttps?"
      })
  void what_can_not_be_right_is_named(String web, String says) {
    assertThatThrownBy(() -> start("web: " + web)).hasMessageContaining(says);
  }
}
