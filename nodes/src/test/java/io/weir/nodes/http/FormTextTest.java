package io.weir.nodes.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.engine.message.MessageJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a=1&b=two+words&c=%C3%A9 | {\"a\":\"1\",\"b\":\"two words\",\"c\":\"é\"}",
        "a=1&a=2                  | {\"a\":[\"1\",\"2\"]}",
        "a=1&a=2&a=3              | {\"a\":[\"1\",\"2\",\"3\"]}",
        "a[b]=c&a[d]=e            | {\"a\":{\"b\":\"c\",\"d\":\"e\"}}",
        "a[]=x&a[]=y              | {\"a\":[\"x\",\"y\"]}",
        "a[1]=y&a[0]=x            | {\"a\":[\"x\",\"y\"]}",
        "a[0][b]=1&a[0][c]=2      | {\"a\":[{\"b\":\"1\",\"c\":\"2\"}]}",
        "a[99]=x                  | {\"a\":{\"99\":\"x\"}}",
        "a%5Bb%5D=c               | {\"a\":{\"b\":\"c\"}}",
        "a[b][c][d][e][f][g]=x    | {\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"f\":{\"[g]\":\"x\"}}}}}}}",
        "a=1&a[b]=2               | {\"a\":{\"0\":\"1\",\"b\":\"2\"}}",
        "a[b]=1&a[b]=2            | {\"a\":{\"b\":[\"1\",\"2\"]}}",
        "a&b=&&=c                 | {\"a\":\"\",\"b\":\"\",\"\":\"c\"}",
        "a=%zz&a]=1               | {\"a\":\"%zz\",\"a]\":\"1\"}",
      })
  void reads_nested_names(String text, String json) {
    assertThat(MessageJson.text(FormText.parse(text.strip()))).isEqualTo(json.strip());
  }

  @Test
  void leaves_out_what_is_too_much() {
    String many = "a=1&".repeat(FormText.MOST_FIELDS) + "last=1";

    assertThat(FormText.parse(many)).containsOnlyKeys("a");
    assertThat(FormText.fields(many)).isEqualTo(FormText.MOST_FIELDS + 1);
  }
}
