package io.weir.nodes.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MediaTypesTest {

  @Test
  void a_content_type_is_one_of_several() {
    assertThat(MediaTypes.is("application/json; charset=utf-8", List.of("html", "json")))
        .isEqualTo("json");
    assertThat(MediaTypes.is("text/html", List.of("text/*"))).isEqualTo("text/html");
    assertThat(MediaTypes.is("application/vnd.a+json", List.of("+json")))
        .isEqualTo("application/vnd.a+json");
    assertThat(MediaTypes.is("multipart/form-data; boundary=x", List.of("multipart")))
        .isEqualTo("multipart");
    assertThat(MediaTypes.is("application/x-www-form-urlencoded", List.of("urlencoded")))
        .isEqualTo("urlencoded");
    assertThat(MediaTypes.is("text/plain", List.of("json"))).isNull();
    assertThat(MediaTypes.is("text/plain", List.of())).isEqualTo("text/plain");
    assertThat(MediaTypes.is("", List.of("json"))).isNull();
  }

  @Test
  void a_client_gets_what_it_likes_best() {
    assertThat(MediaTypes.accepted(null, List.of("json", "html"))).isEqualTo("json");
    assertThat(MediaTypes.accepted("text/html, application/json", List.of("json", "html")))
        .isEqualTo("html");
    assertThat(MediaTypes.accepted("text/html;q=0.5, */*;q=0.8", List.of("html", "json")))
        .isEqualTo("json");
    assertThat(MediaTypes.accepted("text/*; q=0", List.of("html"))).isNull();
    assertThat(MediaTypes.accepted("image/png", List.of("html"))).isNull();
    assertThat(MediaTypes.accepted("a/b;q=0.1, c/d")).containsExactly("c/d", "a/b");
    assertThat(MediaTypes.accepted((String) null)).containsExactly("*/*");
  }

  @Test
  void texts_say_their_characters() {
    assertThat(MediaTypes.withCharset("application/json"))
        .isEqualTo("application/json; charset=utf-8");
    assertThat(MediaTypes.withCharset("text/css; charset=latin1"))
        .isEqualTo("text/css; charset=latin1");
    assertThat(MediaTypes.withCharset("image/png")).isEqualTo("image/png");
    assertThat(MediaTypes.inUtf8("application/xml; charset=latin1"))
        .isEqualTo("application/xml; charset=utf-8");
  }
}
