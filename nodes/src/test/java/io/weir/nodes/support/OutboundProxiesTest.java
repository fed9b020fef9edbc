package io.weir.nodes.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.nodes.support.ProxyLookup.Mode;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutboundProxiesTest {

  @Test
  void without_variables_there_is_no_proxy() {
    assertThat(OutboundProxies.of(Map.of()).proxyFor("ws://example.org/mqtt")).isEmpty();
  }

  @Test
  void a_scheme_has_its_own_proxy_and_shares_one_with_the_others() {
    OutboundProxies proxies =
        OutboundProxies.of(Map.of("wss_proxy", "http://a:3128", "ALL_PROXY", "b:8080"));

    assertThat(proxies.proxyFor("wss://example.org")).contains(URI.create("http://a:3128"));
    assertThat(proxies.proxyFor("http://example.org")).contains(URI.create("http://b:8080"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "*, http://example.org, false",
        "example.org, http://example.org, false",
        "example.org, http://www.example.org, true",
        ".example.org, http://www.example.org, false",
        "*example.org, http://www.example.org, false",
        "example.org:8080, http://example.org, true",
        "example.org:80, http://example.org, false",
        "\"foo, localhost\", http://localhost:1880/x, false",
        "localhost, http://127.0.0.1, true",
      })
  void hosts_can_be_left_out(String list, String url, boolean goesThroughProxy) {
    OutboundProxies proxies =
        OutboundProxies.of(Map.of("http_proxy", "http://proxy:3128", "no_proxy", list));

    assertThat(proxies.proxyFor(url).isPresent()).isEqualTo(goesThroughProxy);
  }

  @Test
  void the_older_mode_takes_one_proxy_for_all_and_leaves_out_what_the_url_contains() {
    OutboundProxies proxies =
        OutboundProxies.of(
            Map.of("NR_PROXY_MODE", "legacy", "HTTP_PROXY", "http://p:1", "NO_PROXY", "ample"));

    assertThat(proxies.proxyFor("wss://host")).contains(URI.create("http://p:1"));
    assertThat(proxies.proxyFor("wss://example.org")).isEmpty();
  }

  private static final Map<String, String> BOTH =
      Map.of("http_proxy", "http://small:1", "HTTP_PROXY", "http://capital:1");

  private static String hostOfProxy(Map<String, String> variables, ProxyLookup lookup) {
    return OutboundProxies.of(variables, lookup)
        .proxyFor("http://example.org")
        .map(URI::getHost)
        .orElse("none");
  }

  @Test
  void names_in_capitals_come_second_first_or_not_at_all() {
    Map<String, String> capital = Map.of("HTTP_PROXY", "http://capital:1");
    ProxyLookup lowerOnly = new ProxyLookup(Mode.STRICT, true, false, false);

    assertThat(hostOfProxy(BOTH, ProxyLookup.USUAL)).isEqualTo("small");
    assertThat(hostOfProxy(BOTH, new ProxyLookup(Mode.STRICT, false, true, false)))
        .isEqualTo("capital");
    assertThat(hostOfProxy(BOTH, lowerOnly)).isEqualTo("small");
    assertThat(hostOfProxy(capital, lowerOnly)).isEqualTo("none");
    assertThat(hostOfProxy(capital, ProxyLookup.USUAL)).isEqualTo("capital");
  }

  @Test
  void what_npm_was_told_can_be_left_out() {
    Map<String, String> variables =
        Map.of("npm_config_http_proxy", "http://npm:1", "http_proxy", "http://own:1");

    assertThat(hostOfProxy(variables, ProxyLookup.USUAL)).isEqualTo("npm");
    assertThat(hostOfProxy(variables, new ProxyLookup(Mode.STRICT, false, false, true)))
        .isEqualTo("own");
  }

  @Test
  void the_variable_for_the_mode_wins_over_the_setting() {
    ProxyLookup legacy = new ProxyLookup(Mode.LEGACY, false, false, false);
    Map<String, String> variables = Map.of("HTTP_PROXY", "http://capital:1");

    assertThat(OutboundProxies.of(variables, legacy).proxyFor("https://example.org")).isPresent();
    assertThat(
            OutboundProxies.of(
                    Map.of("HTTP_PROXY", "http://capital:1", "NR_PROXY_MODE", "strict"), legacy)
                .proxyFor("https://example.org"))
        .isEmpty();
    assertThat(
            OutboundProxies.of(
                    Map.of("HTTP_PROXY", "http://capital:1", "NR_PROXY_MODE", "odd"), legacy)
                .proxyFor("https://example.org"))
        .isPresent();
  }
}
