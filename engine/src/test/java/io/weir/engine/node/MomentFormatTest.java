package io.weir.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentFormatTest {
  private static final ZoneId TAIPEI = ZoneId.of("Asia/Taipei");
  private static final ZonedDateTime TIME =
      ZonedDateTime.of(2023, 3, 5, 14, 7, 9, 45_000_000, TAIPEI);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "YYYY-MM-DD HH:mm:ss.SSS | 2023-03-05 14:07:09.045",
        "YY M D H h m s | 23 3 5 14 2 7 9",
        "MMMM MMM dddd ddd dd | March Mar Sunday Sun Su",
        "Do [of] MMMM | 5th of March",
        "DDD DDDD DDDo Q | 64 064 64th 1",
        "d E w ww W WW gggg GGGG | 0 7 10 10 9 09 2023 2023",
        "kk hh A a | 14 02 PM pm",
        "Z ZZ | +08:00 +0800",
        "X x | 1677996429 1677996429045",
        "S SS | 0 04",
        "LT / L / LL | 2:07 PM / 03/05/2023 / March 5, 2023",
        "LLLL | Sunday, March 5, 2023 2:07 PM",
      })
  void writes_by_tokens(String format, String expected) {
    assertThat(MomentFormat.format(TIME, format)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "05.03.2023 14:07 | DD.MM.YYYY HH:mm | 2023-03-05T14:07:00+08:00",
        "5/3/2023 | D/M/YYYY | 2023-03-05T00:00:00+08:00",
        "March 5, 2023 2:07 pm | LLL | 2023-03-05T14:07:00+08:00",
        "2023-03-05 06:07:09 +0000 | YYYY-MM-DD HH:mm:ss ZZ | 2023-03-05T14:07:09+08:00",
      })
  void reads_by_tokens(String text, String format, String expected) {
    ZonedDateTime time = MomentFormat.parse(text, format, TAIPEI);

    assertThat(MomentFormat.format(time, "YYYY-MM-DDTHH:mm:ssZ")).isEqualTo(expected);
  }

  @Test
  void says_what_is_not_of_the_format() {
    assertThatThrownBy(() -> MomentFormat.parse("soon", "YYYY", TAIPEI))
        .isInstanceOf(NodeException.class)
        .hasMessage("the date soon is not of the format YYYY");
  }
}
