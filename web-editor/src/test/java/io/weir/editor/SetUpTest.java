package io.weir.editor;

import static io.weir.engine.testing.FlowTester.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.engine.message.MessageJson;
import io.weir.engine.store.StoreException;
import io.weir.engine.testing.FlowTester;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SetUpTest {
  private static final String HASH = "$2b$08$8ZsyNZeRTZ7FSp9NxQwMIO7DIkJvfzkf6Wz9NnUZ4ZJ1gUJd0ZJGe";
  private static final LoginSettings LOGIN =
      new LoginSettings(
          List.of(new LoginSettings.User("admin", HASH, Permissions.ALL, null)),
          null,
          List.of(),
          LoginSettings.USUAL_SESSION_TIME,
          null);
  private static final String ADMIN = "'admin':{'username':'admin','password':'long enough'}";
  private static final String DEVICE = "'mqtt':{'username':'lamp','password':'quite long'}";

  @TempDir private Path folder;
  private final FlowTester flow = FlowTester.start(List.of(), "[]");
  private final FakeSetUp setUp = new FakeSetUp();
  private ApiClient api;

  /** Keeps the answers and says what the test wants. */
  private static final class FakeSetUp implements SetUp {
    private final Invitation invitation = Invitation.random();
    private Questions questions = new Questions(true, true, "192.168.1.2");
    private Future<LoginSettings> outcome = Future.succeededFuture(LOGIN);
    private Answers answers;

    @Override
    public Questions questions() {
      return questions;
    }

    @Override
    public Invitation invitation() {
      return invitation;
    }

    @Override
    public Future<LoginSettings> finish(Answers given) {
      answers = given;
      return outcome;
    }
  }

  @BeforeEach
  void start() {
    serve(null);
  }

  private void serve(LoginSettings login) {
    api =
        new ApiClient(
            flow,
            EditorConfig.defaults("1.2.3", false, 1883, folder).withLogin(login).withSetUp(setUp));
  }

  @AfterEach
  void close() {
    flow.close();
  }

  private String token() {
    return setUp.invitation().fragment().replace("#set-up=", "");
  }

  private HttpResponse<String> finish(String... answers) {
    return finishWith(token(), answers);
  }

  private HttpResponse<String> finishWith(String token, String... answers) {
    return api.call(
        "POST", "/auth/set-up", "{'token':'" + token + "'," + String.join(",", answers) + "}");
  }

  private HttpResponse<String> open(String token) {
    return api.call("POST", "/auth/set-up/open", "{'token':'" + token + "'}");
  }

  @Test
  void until_it_is_finished_everybody_is_kept_out() {
    for (String path : List.of("/flows", "/settings", "/node-types", "/context/global")) {
      assertThat(api.status("GET", path, null)).as(path).isEqualTo(401);
    }
    assertThat(api.status("POST", "/flows", "[]")).isEqualTo(401);
    assertThat(api.text("/auth/login")).contains("\"type\":\"set-up\"");
    assertThat(
            api.status(
                "POST",
                "/auth/token",
                "{'client_id':'node-red-editor','grant_type':'password','username':'admin',"
                    + "'password':'admin'}"))
        .isEqualTo(401);
    assertThat(api.status("GET", "/", null)).as("the page explains").isEqualTo(200);
  }

  @Test
  void the_link_says_what_is_asked() {
    assertThat(open(token()).body())
        .isEqualTo("{\"admin\":true,\"mqtt\":true,\"mqttHost\":\"192.168.1.2\",\"mqttPort\":1883}");

    setUp.questions = new SetUp.Questions(true, false, null);
    serve(null);
    assertThat(open(token()).body()).isEqualTo("{\"admin\":true,\"mqtt\":false}");
  }

  @Test
  void the_token_has_at_least_128_random_bits() {
    assertThat(token()).matches("[0-9a-f]{32,}").isNotEqualTo(Invitation.random().fragment());
  }

  @Test
  void the_answers_open_the_api_and_log_in_whoever_gave_them() {
    HttpResponse<String> done = finish(ADMIN, DEVICE);

    assertThat(done.statusCode()).isEqualTo(200);
    assertThat(done.headers().firstValue("cache-control")).contains("no-store");
    assertThat(setUp.answers)
        .isEqualTo(
            new SetUp.Answers(
                new SetUp.Account("admin", "long enough"),
                new SetUp.Account("lamp", "quite long"),
                false));
    String session = (String) ((Map<?, ?>) MessageJson.parse(done.body())).get("access_token");
    assertThat(api.status("GET", "/flows", null, "Authorization", "Bearer " + session))
        .isEqualTo(200);
    assertThat(api.status("GET", "/flows", null)).isEqualTo(401);
    assertThat(api.text("/auth/login")).contains("credentials");
  }

  @Test
  void the_link_works_once() {
    finish(ADMIN, DEVICE);

    assertThat(finish(ADMIN, DEVICE).statusCode()).isEqualTo(404);
    assertThat(open(token()).statusCode()).isEqualTo(404);
  }

  @Test
  void while_one_is_finishing_nobody_else_can() {
    Promise<LoginSettings> writing = Promise.promise();
    setUp.outcome = writing.future();
    CompletableFuture<HttpResponse<String>> first =
        CompletableFuture.supplyAsync(() -> finish(ADMIN, DEVICE));
    eventually(() -> assertThat(setUp.answers).isNotNull());

    assertThat(finish(ADMIN, DEVICE).statusCode()).isEqualTo(409);

    writing.complete(LOGIN);
    assertThat(first.join().statusCode()).isEqualTo(200);
  }

  @Test
  void sessions_of_before_are_over() throws Exception {
    Files.writeString(
        folder.resolve(".sessions.json"),
        "{\"stolen\":{\"user\":\"admin\",\"client\":\"x\",\"scope\":\"*\",\"expires\":9e15}}");
    serve(null);

    finish(ADMIN, DEVICE);

    assertThat(api.status("GET", "/flows", null, "Authorization", "Bearer stolen")).isEqualTo(401);
  }

  @Test
  void anonymous_mqtt_has_to_be_chosen_in_so_many_words() {
    assertThat(finish(ADMIN).statusCode()).isEqualTo(400);
    assertThat(finish(ADMIN, "'mqtt':{'anonymous':'yes'}").statusCode()).isEqualTo(400);
    assertThat(setUp.answers).isNull();

    assertThat(finish(ADMIN, "'mqtt':{'anonymous':true}").statusCode()).isEqualTo(200);
    assertThat(setUp.answers.device()).isNull();
    assertThat(setUp.answers.allowsAnonymousMqtt()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'admin':{'username':'admin','password':'short'}",
        "'admin':{'username':'','password':'long enough'}",
        "'admin':{'username':' admin','password':'long enough'}",
        "'admin':{'username':'${HOME}','password':'long enough'}",
        "'admin':{'username':'a\\nb','password':'long enough'}",
        "'admin':{'username':'admin','password':'long\\u0000enough'}",
        "'admin':{'username':'admin','password':" + "'ääääääääääääääääääääääääääääääääääääää'}",
        "'admin':'admin'",
      })
  void answers_that_will_not_do_are_refused_and_the_link_still_holds(String admin) {
    HttpResponse<String> refused = finish(admin, DEVICE);

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("invalid_request");
    assertThat(finish(ADMIN, DEVICE).statusCode()).isEqualTo(200);
  }

  @Test
  void what_can_not_be_written_is_said_and_the_link_still_holds() {
    setUp.outcome = Future.failedFuture(new StoreException("weir.yaml can't be written", null));
    HttpResponse<String> failed = finish(ADMIN, DEVICE);
    assertThat(failed.statusCode()).isEqualTo(500);
    assertThat(failed.body()).contains("weir.yaml can't be written");
    assertThat(api.status("GET", "/flows", null)).isEqualTo(401);

    setUp.outcome = Future.failedFuture(new IllegalArgumentException("by hand"));
    assertThat(finish(ADMIN, DEVICE).statusCode()).isEqualTo(400);

    setUp.outcome = Future.succeededFuture(LOGIN);
    assertThat(finish(ADMIN, DEVICE).statusCode()).isEqualTo(200);
  }

  @Test
  void a_wrong_token_is_refused_and_guessing_slowed_down() {
    for (int i = 0; i < 5; i++) {
      assertThat(finishWith("guess" + i, ADMIN, DEVICE).statusCode()).isEqualTo(403);
    }

    assertThat(open(token()).statusCode()).isEqualTo(429);
    assertThat(setUp.answers).isNull();
  }

  @Test
  void users_who_are_known_get_in_meanwhile_and_are_not_asked_for() {
    setUp.questions = new SetUp.Questions(false, true, "192.168.1.2");
    serve(LOGIN);

    assertThat(api.text("/auth/login")).contains("credentials");
    HttpResponse<String> done = finish(DEVICE);

    assertThat(done.body()).isEqualTo("{}");
    assertThat(setUp.answers.admin()).isNull();
  }

  @Test
  void where_nothing_is_open_there_is_no_set_up() {
    api = new ApiClient(flow, EditorConfig.defaults("1.2.3", true, 1883, folder));

    assertThat(open(token()).statusCode()).isEqualTo(404);
  }

  @Test
  void an_account_does_not_show_its_password() {
    assertThat(new SetUp.Account("admin", "long enough")).hasToString("Account[admin]");
  }
}
