package io.weir.editor;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.editor.openid.OpenIdSettings;
import io.weir.engine.message.MessageJson;
import io.weir.engine.testing.FlowTester;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OpenIdTest {
  private static final String JSON = "application/json";

  @TempDir private Path folder;
  private FlowTester flow;
  private LoginProvider provider;
  private ApiClient api;

  @BeforeEach
  void start() {
    flow = FlowTester.start(List.of(), "[]");
    provider = new LoginProvider(flow.vertx());
    serve(false, OpenIdSettings.USUAL_EXCHANGE_TIME);
  }

  private void serve(boolean isAutomatic, Duration exchangeTime) {
    OpenIdSettings settings =
        new OpenIdSettings(
            provider.issuer(),
            "weir",
            "shared-secret",
            OpenIdSettings.USUAL_SCOPES,
            OpenIdSettings.USUAL_CLAIM,
            null,
            null,
            new OpenIdSettings.Button("Log in with Test", null, null),
            isAutomatic,
            exchangeTime);
    LoginSettings login =
        new LoginSettings(
            List.of(new LoginSettings.User("anna", null, Permissions.of("read"), null)),
            null,
            List.of(new LoginSettings.StaticToken("fixed", "robot", Permissions.of("flows.read"))),
            LoginSettings.USUAL_SESSION_TIME,
            settings);
    api = new ApiClient(flow, EditorConfig.defaults("1.2.3", true, 0, folder).withLogin(login));
  }

  @AfterEach
  void close() {
    flow.close();
  }

  private static String location(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(302);
    return answer.headers().firstValue("location").orElseThrow();
  }

  /** Goes to the provider, and gives the way back that it answers with. */
  private String atProvider(HttpResponse<String> begun) {
    return location(provider.visit(location(begun)));
  }

  private static String cookie(HttpResponse<String> answer) {
    return answer.headers().firstValue("set-cookie").orElseThrow().replaceFirst(";.*", "");
  }

  private HttpResponse<String> come(String back, String cookie) {
    URI uri = URI.create(back);
    return api.call("GET", uri.getRawPath() + "?" + uri.getRawQuery(), null, "Cookie", cookie);
  }

  /** The whole of a login: where the page is at the end. */
  private String logIn() {
    HttpResponse<String> begun = api.call("GET", "/auth/strategy", null);
    return location(come(atProvider(begun), cookie(begun)));
  }

  private static String value(String address, String name) {
    assertThat(address).startsWith("/?" + name + "=");
    return URLDecoder.decode(address.substring(address.indexOf('=') + 1), StandardCharsets.UTF_8);
  }

  private HttpResponse<String> exchange(String code) {
    return api.call("POST", "/auth/token", "{'code':'" + code + "'}", "Content-Type", JSON);
  }

  @Test
  void the_login_is_a_button_that_leads_to_the_provider() {
    assertThat(api.text("/auth/login"))
        .isEqualTo(
            "{\"type\":\"strategy\",\"prompts\":[{\"type\":\"button\","
                + "\"label\":\"Log in with Test\",\"url\":\"/auth/strategy\"}]}");
    serve(true, OpenIdSettings.USUAL_EXCHANGE_TIME);
    assertThat(api.text("/auth/login"))
        .endsWith(",\"autoLogin\":true,\"loginRedirect\":\"/auth/strategy\"}");
  }

  @Test
  void whoever_the_provider_knows_and_we_know_gets_a_token_for_a_code_once() {
    String code = value(logIn(), "code");

    HttpResponse<String> answer = exchange(code);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
    Map<?, ?> body = (Map<?, ?>) MessageJson.parse(answer.body());
    assertThat(body.get("expires_in")).isEqualTo(604_800L);
    assertThat(api.text("/settings", "Authorization", "Bearer " + body.get("accessToken")))
        .contains("\"user\":{\"username\":\"anna\",\"permissions\":\"read\"}");
    HttpResponse<String> again = exchange(code);
    assertThat(again.statusCode()).isEqualTo(400);
    assertThat(again.body()).isEqualTo("{\"error\":\"Error: Invalid exchange code\"}");
  }

  @Test
  void the_name_may_be_told_apart_from_the_token() {
    provider.tellsNameInUserInfoOnly();

    assertThat(exchange(value(logIn(), "code")).statusCode()).isEqualTo(200);
  }

  @Test
  void the_provider_may_change_its_keys() {
    assertThat(logIn()).startsWith("/?code=");
    provider.changesKeys();

    assertThat(logIn()).startsWith("/?code=");
  }

  @Test
  void who_is_not_on_our_list_is_told_so() {
    provider.knowsUserAs("bert");

    assertThat(value(logIn(), "session_message"))
        .isEqualTo("bert is not among those who may use this editor.");
  }

  @Test
  void who_gives_up_at_the_provider_is_told_what_it_says() {
    HttpResponse<String> begun = api.call("GET", "/auth/strategy", null);
    String back =
        atProvider(begun).replaceFirst("code=[^&]*", "error=access_denied&error_description=No");

    assertThat(value(location(come(back, cookie(begun))), "session_message")).isEqualTo("No");
  }

  @ParameterizedTest
  @EnumSource(LoginProvider.Fault.class)
  void what_is_not_said_by_the_provider_for_this_login_counts_for_nothing(
      LoginProvider.Fault fault) {
    provider.commits(fault);

    assertThat(logIn()).startsWith("/?session_message=");
  }

  @Test
  void a_login_ends_in_the_browser_that_began_it_and_once() {
    HttpResponse<String> begun = api.call("GET", "/auth/strategy", null);
    String back = atProvider(begun);
    assertThat(begun.headers().firstValue("set-cookie").orElseThrow())
        .containsIgnoringCase("httponly")
        .contains("SameSite=Lax", "Path=/auth/strategy");

    String refused = location(come(back, "weir-login=another"));

    assertThat(value(refused, "session_message")).contains("another browser");
    assertThat(location(come(back, cookie(begun)))).startsWith("/?code=");
    assertThat(location(come(back, cookie(begun)))).startsWith("/?session_message=");
  }

  @Test
  void a_code_holds_for_a_short_time() {
    serve(false, Duration.ofMillis(1));
    String code = value(logIn(), "code");

    FlowTester.eventually(() -> assertThat(exchange(code).statusCode()).isEqualTo(400));
  }

  @Test
  void a_provider_that_is_away_is_named_and_tried_again() {
    provider.isAway(true);
    String refused = location(api.call("GET", "/auth/strategy", null));
    assertThat(value(refused, "session_message")).isEqualTo("The login provider can't be reached.");

    provider.isAway(false);
    assertThat(logIn()).startsWith("/?code=");
  }

  @Test
  void passwords_are_of_no_use_and_tokens_of_programs_are() {
    String fields = "{'client_id':'node-red-admin','grant_type':'password','username':'anna'}";

    assertThat(api.status("POST", "/auth/token", fields, "Content-Type", JSON)).isEqualTo(501);
    assertThat(api.status("GET", "/flows", null)).isEqualTo(401);
    assertThat(api.status("GET", "/flows", null, "Authorization", "Bearer fixed")).isEqualTo(200);
  }
}
