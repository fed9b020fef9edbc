package io.weir.nodes.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.engine.node.NodeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutePatternTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "/a ! /a ! {}",
        "/a ! /A/ ! {}",
        "/a ! /a/b ! null",
        "/a ! /ab ! null",
        "/a/ ! /a ! {}",
        "/a/ ! /a/ ! {}",
        "/a.b ! /axb ! null",
        "/a.b+ ! /a.bbb ! {}",
        "/colou?r ! /color ! {}",
        "/lamps/:id ! /lamps/7 ! {id=7}",
        "/lamps/:id ! /lamps/7/ ! {id=7}",
        "/lamps/:id ! /lamps/ ! null",
        "/lamps/:id ! /lamps/a%20b%2Fc ! {id=a b/c}",
        "/lamps/:id? ! /lamps ! {}",
        "/lamps/:id? ! /lamps/7 ! {id=7}",
        "/:a-:b ! /x-y ! {a=x, b=y}",
        "/:file.:ext ! /x.tar.gz ! {file=x.tar, ext=gz}",
        "/n/:id(\\d+) ! /n/12 ! {id=12}",
        "/n/:id(\\d+) ! /n/x ! null",
        "/n/:id(a|b)/z ! /n/b/z ! {id=b}",
        "/* ! /a/b ! {0=a/b}",
        "/f/*/x/* ! /f/1/x/2/3 ! {0=1, 1=2/3}",
        "/f/:p* ! /f/1/2 ! {p=1, 0=/2}",
        "/a(bc)?d ! /ad ! {}",
        "/a(bc)?d ! /abcd ! {0=bc}",
        "/(a|b) ! /b ! {}",
        "/$[x] ! /$[x] ! {}",
      })
  void reads_paths_as_express_does(String pattern, String path, String places) throws Exception {
    assertThat(String.valueOf(new RoutePattern(pattern).match(path))).isEqualTo(places);
  }

  @Test
  void a_malformed_escape_is_the_clients_fault() {
    assertThatThrownBy(() -> new RoutePattern("/:id").match("/%zz"))
        .isInstanceOf(RoutePattern.BadPath.class);
    assertThatThrownBy(() -> new RoutePattern("/:id").match("/%ff"))
        .isInstanceOf(RoutePattern.BadPath.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/:id((x?)(?:a+)+\\2b)", "/:id((?:a|aa)+)"})
  @Timeout(60)
  void an_expression_that_does_not_come_to_an_end_is_ended(String pattern) {
    assertThatThrownBy(() -> new RoutePattern(pattern).match("/" + "a".repeat(20_000) + "c"))
        .isInstanceOf(RoutePattern.BadPath.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a(", "/:id([)", "/a)"})
  void what_cannot_be_read_is_refused(String pattern) {
    assertThatThrownBy(() -> new RoutePattern(pattern))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("can't be read");
  }
}
