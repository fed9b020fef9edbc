package io.weir.editor;

import static io.weir.engine.testing.FlowTester.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.weir.engine.message.MessageJson;
import io.weir.engine.testing.FlowTester;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginTest {
  private static final List<LoginSettings.User> USERS =
      List.of(user("admin", "*"), user("reader", "read"));

  @TempDir private Path folder;
  private FlowTester flow;
  private ApiClient api;

  private static LoginSettings.User user(String name, String permissions) {
    String hash = BCrypt.with(BCrypt.Version.VERSION_2B).hashToString(4, "secret".toCharArray());
    return new LoginSettings.User(name, hash, Permissions.of(permissions), null);
  }

  @BeforeEach
  void start() {
    flow = FlowTester.start(List.of(), "[]");
    serve(null, LoginSettings.USUAL_SESSION_TIME);
  }

  private void serve(Permissions anonymous, Duration sessionTime) {
    List<LoginSettings.StaticToken> tokens =
        List.of(new LoginSettings.StaticToken("fixed", "robot", Permissions.of("flows.read")));
    serve(new LoginSettings(USERS, anonymous, tokens, sessionTime, null));
  }

  private static LoginSettings settings(LoginSettings.User user) {
    return new LoginSettings(
        List.of(user), null, List.of(), LoginSettings.USUAL_SESSION_TIME, null);
  }

  private void serve(LoginSettings login) {
    api = new ApiClient(flow, EditorConfig.defaults("1.2.3", true, 0, folder).withLogin(login));
  }

  @AfterEach
  void close() {
    flow.close();
  }

  private HttpResponse<String> ask(String user, String password, String scope) {
    return api.call(
        "POST",
        "/auth/token",
        "client_id=node-red-admin&grant_type=password&scope=%s&username=%s&password=%s"
            .formatted(scope, user, password),
        "Content-Type",
        "application/x-www-form-urlencoded");
  }

  private String login(String user) {
    HttpResponse<String> answer = ask(user, "secret", "");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
    Map<?, ?> body = (Map<?, ?>) MessageJson.parse(answer.body());
    assertThat(body.get("token_type")).isEqualTo("Bearer");
    return (String) body.get("access_token");
  }

  private static String[] bearer(String token) {
    return new String[] {"Authorization", "Bearer " + token};
  }

  @Test
  void without_a_token_only_the_login_is_open() {
    HttpResponse<String> refused = api.call("GET", "/flows", null);

    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.body()).isEqualTo("Unauthorized");
    assertThat(refused.headers().firstValue("www-authenticate")).contains("Bearer realm=\"Users\"");
    assertThat(api.text("/auth/login")).contains("\"type\":\"credentials\"", "user.password");
    for (String path :
        List.of("/settings", "/nodes", "/context/global", "/diagnostics", "/icons")) {
      assertThat(api.status("GET", path, null)).as(path).isEqualTo(401);
    }
    assertThat(api.status("POST", "/flows", "[]")).isEqualTo(401);
    assertThat(api.status("POST", "/something/new", "[]")).isEqualTo(404);
  }

  @Test
  void a_login_gives_a_token_that_works_until_it_is_revoked() {
    String token = login("admin");

    assertThat(token).hasSize(172);
    assertThat(api.status("POST", "/flows", "[]", bearer(token))).isEqualTo(204);
    assertThat(api.status("GET", "/flows?access_token=" + encoded(token), null)).isEqualTo(200);
    assertThat(api.text("/settings", bearer(token)))
        .contains("\"user\":{\"username\":\"admin\",\"permissions\":\"*\"}");
    assertThat(api.status("POST", "/auth/revoke", "{'token':'" + token + "'}", bearer(token)))
        .isEqualTo(200);

    HttpResponse<String> refused = api.call("GET", "/flows", null, bearer(token));
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("www-authenticate").orElseThrow())
        .contains("error=\"invalid_token\"");
  }

  @Test
  void a_user_with_a_token_of_their_own_gets_it_at_each_login_and_it_does_not_expire() {
    String hash = user("admin", "*").passwordHash();
    serve(settings(new LoginSettings.User("admin", hash, Permissions.of("*"), "always-this")));

    HttpResponse<String> answer = ask("admin", "secret", "");

    assertThat(answer.body())
        .isEqualTo("{\"access_token\":\"always-this\",\"token_type\":\"Bearer\"}");
    assertThat(api.text("/settings", bearer("always-this"))).contains("\"username\":\"admin\"");
    assertThat(api.status("GET", "/flows", null, bearer("never-this"))).isEqualTo(401);
  }

  @Test
  void whoever_logs_out_hears_nothing_more() {
    String token = login("admin");
    Frames frames = socket("{\"auth\":\"" + token + "\"}");
    eventually(() -> assertThat(frames.received).contains("{\"auth\":\"ok\"}"));

    api.status("POST", "/auth/revoke", "{'token':'" + token + "'}", bearer(token));

    eventually(() -> assertThat(frames.received).endsWith("{\"auth\":\"fail\"}", "closed"));
  }

  @Test
  void a_password_may_be_long_and_hashes_of_every_version_are_known() {
    assertThat(ask("admin", "x".repeat(200), "").statusCode()).isEqualTo(403);
    for (String version : List.of("$2a$", "$2b$", "$2y$")) {
      String hash = BCrypt.withDefaults().hashToString(4, "secret".toCharArray());
      LoginSettings.User user =
          new LoginSettings.User("admin", version + hash.substring(4), Permissions.ALL, null);
      serve(settings(user));
      assertThat(ask("admin", "secret", "").statusCode()).as(version).isEqualTo(200);
    }
  }

  @Test
  void where_nobody_needs_to_log_in_there_is_nothing_to_log_in_to() {
    api = new ApiClient(flow, EditorConfig.defaults("1.2.3", true, 0, folder));

    assertThat(api.text("/auth/login")).isEqualTo("{}");
    assertThat(ask("admin", "secret", "").statusCode()).isEqualTo(404);
    assertThat(api.status("POST", "/auth/revoke", "{'token':'a'}")).isEqualTo(404);
    assertThat(api.status("POST", "/flows", "[]", bearer("of another time"))).isEqualTo(204);
    Frames frames = socket("{\"auth\":\"of another time\"}");
    eventually(() -> assertThat(frames.received).contains("{\"auth\":\"ok\"}"));
  }

  private static String encoded(String token) {
    return java.net.URLEncoder.encode(token, StandardCharsets.UTF_8);
  }

  @Test
  void a_login_outlasts_the_server() {
    String token = login("admin");

    serve(null, LoginSettings.USUAL_SESSION_TIME);

    assertThat(api.status("GET", "/flows", null, bearer(token))).isEqualTo(200);
    assertThat(folder.resolve(".sessions.json")).exists();
  }

  @Test
  void a_login_ends_by_itself() {
    serve(null, Duration.ofMillis(1));

    String token = login("admin");

    eventually(() -> assertThat(api.status("GET", "/flows", null, bearer(token))).isEqualTo(401));
  }

  @Test
  void users_may_do_what_they_are_permitted_to() {
    String token = login("reader");

    assertThat(api.status("GET", "/flows", null, bearer(token))).isEqualTo(200);
    HttpResponse<String> refused = api.call("POST", "/flows", "[]", bearer(token));
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.body()).isEmpty();
    assertThat(api.status("GET", "/flows", null, bearer("fixed"))).isEqualTo(200);
    assertThat(api.status("GET", "/settings", null, bearer("fixed"))).isEqualTo(401);
  }

  @Test
  void everybody_may_do_what_is_open_to_all_even_with_a_wrong_token() {
    serve(Permissions.of("read"), LoginSettings.USUAL_SESSION_TIME);

    assertThat(api.status("GET", "/flows", null)).isEqualTo(200);
    assertThat(api.status("GET", "/flows", null, bearer("wrong"))).isEqualTo(200);
    assertThat(api.status("POST", "/flows", "[]")).isEqualTo(401);
    assertThat(api.text("/settings"))
        .contains("\"user\":{\"anonymous\":true,\"permissions\":\"read\"}");
  }

  @Test
  void logins_that_are_none_are_refused_in_the_words_of_oauth() {
    assertThat(ask("admin", "wrong", "").statusCode()).isEqualTo(403);
    assertThat(ask("nobody", "secret", "").body()).contains("invalid_grant");
    assertThat(ask("reader", "secret", "*").statusCode()).as("more than is granted").isEqualTo(403);
    assertThat(ask("admin", "", "").body()).contains("Missing required parameter: password");
    assertThat(api.status("POST", "/auth/token", "{'client_id':'me'}")).isEqualTo(401);
    assertThat(
            api.status("POST", "/auth/token", "{'client_id':'node-red-editor','grant_type':'foo'}"))
        .isEqualTo(501);
  }

  @Test
  void whoever_guesses_has_to_wait() {
    for (int i = 0; i < 5; i++) {
      assertThat(ask("reader", "guess" + i, "").statusCode()).isEqualTo(403);
    }

    HttpResponse<String> refused = ask("reader", "secret", "");

    assertThat(refused.statusCode()).isEqualTo(500);
    assertThat(refused.body()).contains("Too many login attempts");
    assertThat(login("admin")).as("others are not affected").isNotEmpty();
  }

  @Test
  void passwords_in_the_clear_are_refused() {
    assertThatThrownBy(() -> new LoginSettings.User("a", "secret", Permissions.ALL, null))
        .hasMessageContaining("bcrypt hash");
  }

  @ParameterizedTest
  @CsvSource({
    "*, flows.write, true",
    "read, flows.read, true",
    "*.read, flows.read, true",
    "read, flows.write, false",
    "write, flows.write, true",
    "write, flows.read, false",
    "flows.read, flows.read, true",
    "flows.read, nodes.read, false",
    "'', flows.read, false",
  })
  void a_permission_covers(String granted, String wanted, boolean expected) {
    assertThat(Permissions.of(granted).allow(wanted)).isEqualTo(expected);
  }

  /** Keeps what a socket gets. */
  private static final class Frames implements WebSocket.Listener {
    private final List<String> received = new CopyOnWriteArrayList<>();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      received.add(data.toString());
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      received.add("closed");
      return null;
    }
  }

  private Frames socket(String first) {
    Frames frames = new Frames();
    api.http()
        .newWebSocketBuilder()
        .buildAsync(api.socket(), frames)
        .join()
        .sendText(first, true)
        .join();
    return frames;
  }

  @Test
  void the_socket_wants_a_token_first() {
    Frames known = socket("{\"auth\":\"" + login("admin") + "\"}");
    Frames unknown = socket("{\"auth\":\"wrong\"}");
    Frames silent = socket("{\"subscribe\":\"#\"}");

    eventually(() -> assertThat(known.received).contains("{\"auth\":\"ok\"}"));
    eventually(() -> assertThat(unknown.received).containsExactly("{\"auth\":\"fail\"}", "closed"));
    eventually(() -> assertThat(silent.received).containsExactly("{\"auth\":\"fail\"}", "closed"));
    flow.deploy("[]");
    eventually(
        () -> assertThat(known.received).anyMatch(frame -> frame.contains("runtime-deploy")));
  }
}
