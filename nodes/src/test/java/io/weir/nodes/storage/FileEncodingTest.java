package io.weir.nodes.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.engine.node.Property.Option;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileEncodingTest {

  @ParameterizedTest
  @CsvSource({
    "none, é, c3a9",
    "utf8, é, c3a9",
    "UTF-8, é, c3a9",
    "ucs2, é, e900",
    "utf-16le, é, e900",
    "utf-16be, é, 00e9",
    "ascii, aé, 613f",
    "binary, é€, e93f",
    "base64, aGk=, 6869",
    "hex, 6869, 6869",
    "Shift_JIS, 日, 93fa",
    "Windows-31j, 日, 93fa",
    "Windows932, 日, 93fa",
    "EUC-JP, 日, c6fc",
    "GB2312, 日, c8d5",
    "GBK, 日, c8d5",
    "GB18030, 日, c8d5",
    "Windows936, 日, c8d5",
    "EUC-CN, 日, c8d5",
    "KS_C_5601, 가, b0a1",
    "Windows949, 가, b0a1",
    "EUC-KR, 가, b0a1",
    "Big5, 日, a4e9",
    "Big5-HKSCS, 日, a4e9",
    "Windows950, 日, a4e9",
    "cp874, ก, a1",
    "cp1250, ş, ba",
    "cp1252, €, 80",
    "ISO-8859-5, Ж, b6",
    "iso88595, Ж, b6",
    "ISO-8859-16, €, a4",
    "cp437, é, 82",
    "cp866, Ж, 86",
    "macroman, é, 8e",
    "macintosh, é, 8e",
    "koi8-r, Ж, f6",
    "KOI8U, Ж, f6",
    "tis620, ก, a1",
  })
  void writes_and_reads(String name, String text, String hex) {
    FileEncoding encoding = FileEncoding.of(name);
    byte[] bytes = HexFormat.of().parseHex(hex);

    assertThat(encoding.bytes(text)).isEqualTo(bytes);
    if (!hex.contains("3f")) {
      assertThat(encoding.text(bytes)).isEqualTo(text);
    }
  }

  @Test
  void every_one_that_the_form_offers_is_there() {
    for (Option option : FileEncoding.options()) {
      assertThat(FileEncoding.of((String) option.value()).bytes("41")).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"klingon", "cp808", "ISO-8859-12", "viscii", "x y"})
  void says_which_one_is_unknown(String name) {
    assertThatThrownBy(() -> FileEncoding.of(name))
        .hasMessage("Encoding not recognized: '" + name + "'");
  }

  @ParameterizedTest
  @CsvSource({"utf8,efbbbf61", "utf-16le,fffe6100", "utf-16be,feff0061"})
  void a_byte_order_mark_is_no_text_if_the_encoding_is_named(String name, String hex)
      throws IOException {
    byte[] bytes = HexFormat.of().parseHex(hex);

    assertThat(FileEncoding.of(name).text(bytes)).isEqualTo("a");
    assertThat(read(FileEncoding.of(name), bytes)).isEqualTo("a");
    assertThat(FileEncoding.NONE.text(HexFormat.of().parseHex("efbbbf61"))).isEqualTo("\ufeffa");
    assertThat(read(FileEncoding.NONE, HexFormat.of().parseHex("efbbbf61"))).isEqualTo("\ufeffa");
  }

  private static String read(FileEncoding encoding, byte[] bytes) throws IOException {
    StringWriter text = new StringWriter();
    try (Reader reader = encoding.reader(new ByteArrayInputStream(bytes), 1_000)) {
      reader.transferTo(text);
    }
    return text.toString();
  }

  @Test
  void bytes_that_are_no_text_are_marked() throws IOException {
    byte[] bytes = {'a', (byte) 0xff, 'b'};

    assertThat(FileEncoding.NONE.text(bytes)).isEqualTo("a\ufffdb");
    assertThat(read(FileEncoding.NONE, bytes)).isEqualTo("a\ufffdb");
    assertThat(read(FileEncoding.of("utf8"), new byte[0])).isEmpty();
  }

  @Test
  void hex_is_read_up_to_what_is_none() {
    assertThat(FileEncoding.of("hex").bytes("414Bx4"))
        .isEqualTo("AK".getBytes(StandardCharsets.US_ASCII));
    assertThat(FileEncoding.of("hex").bytes("4")).isEmpty();
  }
}
