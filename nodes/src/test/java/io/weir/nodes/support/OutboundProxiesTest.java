package io.weir.nodes.support;

import static org.assertj.core.api.Assertions.assertThat;

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
}
