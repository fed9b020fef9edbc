package io.weir.nodes.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.engine.node.NodeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAddressTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "http://Example.ORG http://example.org/",
        "HTTPS://a:443/x https://a/x",
        "http://a:8080?q http://a:8080/?q",
        "http://a/b#c http://a/b",
        "http://a/é{x}?é={x} http://a/%C3%A9%7Bx%7D?%C3%A9={x}",
        "http://a/%C3%A9%?%C3%A9=5% http://a/%C3%A9%?%C3%A9=5%25",
        "http://u:p@a/x http://a/x",
        "http://[::1]:80/ http://[::1]/",
        "http://bücher.example/ http://xn--bcher-kva.example/",
        "http://a/b/../c/./d/.. http://a/c/",
      })
  void is_written_as_it_is_asked_for(String written, String asked) {
    assertThat(HttpAddress.parse(written)).hasToString(asked);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://", "http:///x", "http://a:99999/", "a", "http://a b/"})
  void refuses_what_is_none(String text) {
    assertThatThrownBy(() -> HttpAddress.parse(text))
        .isInstanceOf(NodeException.class)
        .hasMessageStartingWith("Invalid URL: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "/x http://a:8080/x",
        "x http://a:8080/b/x",
        "../x http://a:8080/x",
        "?q http://a:8080/b/c?q",
        "//d/x http://d/x",
        "https://d/x https://d/x",
      })
  void leads_on_by_redirects(String location, String to) {
    assertThat(HttpAddress.parse("http://a:8080/b/c?d").resolve(location)).hasToString(to);
  }

  @Test
  void may_name_a_user() {
    HttpAddress address = HttpAddress.parse("http://u%40:p%3A:q@a/");

    assertThat(address.user()).isEqualTo("u@");
    assertThat(address.password()).isEqualTo("p::q");
    assertThat(address.withoutUser().user()).isEmpty();
  }
}
