package io.weir.app.client.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.broker.client.Incoming;
import io.weir.broker.client.Property;
import io.weir.broker.client.PropertyList;
import io.weir.broker.client.PropertyType;
import io.weir.broker.packet.Qos;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is expected here is what mosquitto_sub 2.0 prints. */
class MessageFormatTest {
  private static final ZonedDateTime TIME =
      ZonedDateTime.of(2026, 11, 28, 22, 29, 24, 508_573_877, ZoneId.of("UTC"));
  private static final PropertyList PROPERTIES =
      new PropertyList(
          List.of(
              Property.of(PropertyType.PAYLOAD_FORMAT_INDICATOR, 1),
              Property.of(PropertyType.CONTENT_TYPE, "text/x"),
              Property.of(PropertyType.RESPONSE_TOPIC, "r/t"),
              Property.of(PropertyType.CORRELATION_DATA, "xyz"),
              Property.pair("a", "b"),
              Property.pair("a", "c"),
              Property.of(PropertyType.MESSAGE_EXPIRY_INTERVAL, 77)));

  private final List<String> problems = new ArrayList<>();

  private static Incoming message(String payload, int qos, PropertyList properties) {
    return new Incoming(
        "a",
        payload.getBytes(StandardCharsets.UTF_8),
        Qos.of(qos),
        false,
        false,
        qos > 0 ? 1 : 0,
        properties);
  }

  private String print(String format, Incoming message) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MessageFormat.parse(format, false, problems::add).write(message, TIME, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '^',
      delimiter = ';',
      value = {
        "%m|%5m|%05m|%-5m|%l|%05l|%q|%5q|%r ; ^1|    1|00001|1    |5|00005|2|2|0^",
        "%10t|%-10t|%.3t|%010t|%-010t| ; ^         a|a         |a|         a|a         |^",
        "%p|%10p|%-10p|%010p|%3p|%.2p ; ^hello|     hello|hello     |00000hello|hel|hello^",
        "%x|%X|%12x|%-12x|%012x|%4X|%3x ; ^68656c6c6f|68656C6C6F|        6865|6865       "
            + " |000000006865|6865| 68^",
        "%P|%A|%5A|%C|%5C|%D|%E|%05E|%F|%R|%5R|%S|%4S| ; ^||     ||     |||00000|||||    |^",
        "100%%@@\\\\ ; 100%@\\",
      })
  void fields_have_widths(String format, String expected) {
    assertThat(print(format, message("hello", 2, PropertyList.NONE))).isEqualTo(expected);
  }

  @Test
  void aliases_and_subscriptions_are_fields_and_json_keeps_the_order_of_the_packet() {
    PropertyList properties =
        new PropertyList(
            List.of(
                Property.of(PropertyType.SUBSCRIPTION_IDENTIFIER, 7),
                Property.pair("a", "b"),
                Property.of(PropertyType.TOPIC_ALIAS, 12),
                Property.pair("c", "d"),
                Property.of(PropertyType.PAYLOAD_FORMAT_INDICATOR, 0)));

    assertThat(print("%S|%3S|%A|%04A|", message("x", 0, properties))).isEqualTo("7|  7|12|0012|");
    assertThat(print("%j", message("x", 0, properties)))
        .contains(
            "\"properties\":{\"subscription-identifier\":7,\"user-properties\":{\"a\":\"b\","
                + "\"c\":\"d\"},\"topic-alias\":12,\"payload-format-indicator\":0}");
  }

  @Test
  void properties_of_mqtt_5_are_fields() {
    assertThat(print("%P|%C|%9C|%.2C|%D|%E|%05E|%F|%-3F|%R|", message("x", 0, PROPERTIES)))
        .isEqualTo("a:b a:c|text/x|   text/x|te|xyz|77|00077|1|1  |r/t|");
  }

  @Test
  void times_are_those_of_strftime() {
    assertThat(
            print(
                "%I|%.4I|%U|@Y-@m-@d @N @s @c @p @u @w @j @U @W @V @G @g @C @k @l @P @i @E",
                message("x", 0, PropertyList.NONE)))
        .isEqualTo(
            "2026-11-28T22:29:24+0000|2026|1795904964.508573877|2026-11-28 508573877 1795904964"
                + " Sat Nov 28 22:29:24 2026 PM 6 6 332 47 47 48 2026 26 20 22 10 pm %i %E");
  }

  @Test
  void escapes_are_characters() {
    assertThat(print("\\\\|\\0|\\a|\\e|\\n|\\r|\\t|\\v", message("", 0, PROPERTIES)))
        .isEqualTo("\\|\0|\007|\033|\n|\r|\t|\013");
  }

  @Test
  void json_has_text_or_json_as_payload() {
    assertThat(print("%j", message("say \"ü\"\n", 1, PROPERTIES)))
        .isEqualTo(
            "{\"tst\":\"2026-11-28T22:29:24.508573Z+0000\",\"topic\":\"a\",\"qos\":1,\"retain\":0,"
                + "\"payloadlen\":9,\"mid\":1,\"properties\":{\"payload-format-indicator\":1,"
                + "\"content-type\":\"text/x\",\"response-topic\":\"r/t\","
                + "\"correlation-data\":\"xyz\",\"user-properties\":{\"a\":\"b\",\"a\":\"c\"},"
                + "\"message-expiry-interval\":77},\"payload\":\"say \\\"ü\\\"\\n\"}");
    assertThat(
            print(
                "%J",
                message(
                    "{\"b\": 1.50, \"a\":[1,1e3,1e22,-0.00001,{},true,null], \"a\":\"\\u0041\"} ",
                    0,
                    PropertyList.NONE)))
        .endsWith("\"payload\":{\"b\":1.5,\"a\":[1,1000,1e+22,-1e-05,{},true,null],\"a\":\"A\"}}");
    assertThat(problems).isEmpty();
  }

  @Test
  void a_payload_that_is_no_json_is_reported_and_left_out() {
    for (String payload : List.of("hello", "{\"a\":", "\"x\" y", "1 2")) {
      assertThat(print("<%J>", message(payload, 0, PropertyList.NONE))).isEqualTo("<>");
    }
    assertThat(problems).hasSize(4).allMatch(text -> text.contains("a is not JSON"));
  }

  @Test
  void pretty_json_is_indented_with_tabs() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MessageFormat.parse("%J", true, problems::add)
        .write(message("{\"a\":[1,{}],\"c\":{}}", 0, PropertyList.NONE), TIME, out);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("{\n\t\"tst\":\t\"2026")
        .endsWith("\t\"payload\":\t{\n\t\t\"a\":\t[1, {\n\t\t\t}],\n\t\t\"c\":\t{\n\t\t}\n\t}\n}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "%z", "%5", "%-", "\\", "\\z", "@", "%0-5t", "%99999999t"})
  void what_is_no_format_is_refused(String format) {
    assertThatThrownBy(() -> MessageFormat.parse(format, false, problems::add))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-F");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '^',
      delimiter = ';',
      value = {
        "x ; false ; true ; ^x\n^",
        "x ; true ; true ; ^a x\n^",
        "x ; true ; false ; ^a x^",
        "^^ ; true ; true ; ^a (null)\n^",
        "^^ ; true ; false ; ^^",
        "^^ ; false ; true ; ^^",
      })
  void without_a_format_empty_payloads_are_nothing(
      String payload, boolean isVerbose, boolean endsLines, String expected) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MessagePrinter.Style style = new MessagePrinter.Style(null, isVerbose, endsLines, 1);
    new MessagePrinter(out, Clock.fixed(Instant.EPOCH, ZoneId.of("UTC")), style)
        .print(message(payload, 0, PropertyList.NONE));
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(expected);
  }
}
