package io.weir.app.client.output;

import io.weir.app.Strftime;
import io.weir.broker.client.Incoming;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * The format language of mosquitto_sub's {@code -F}: {@code %} for what the message has, {@code @}
 * for the time, {@code \} for characters that are hard to type.
 */
public final class MessageFormat {
  private static final String FIELDS = "%ACDEFIjJlmPpqRrStUxX";

  /** Writes its share of a message. */
  interface Part {
    void write(Incoming message, ZonedDateTime time, ByteArrayOutputStream out);
  }

  private final List<Part> parts;

  private MessageFormat(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /**
   * Reads a format.
   *
   * @param isPretty whether JSON is indented
   * @param problems where it goes if a payload should be JSON and isn't
   * @throws IllegalArgumentException naming the place and what is wrong
   */
  public static MessageFormat parse(String format, boolean isPretty, Problems problems) {
    return new MessageFormat(new Parser(format, isPretty, problems).parse());
  }

  /** Where problems with single messages go. */
  public interface Problems {
    /** Reports one. */
    void report(String text);
  }

  /** Writes a message in this format, without an end of line. */
  public void write(Incoming message, ZonedDateTime time, ByteArrayOutputStream out) {
    for (Part part : parts) {
      part.write(message, time, out);
    }
  }

  private static final class Parser {
    private final String format;
    private final boolean isPretty;
    private final Problems problems;
    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();
    private int at;

    Parser(String format, boolean isPretty, Problems problems) {
      this.format = format;
      this.isPretty = isPretty;
      this.problems = problems;
    }

    List<Part> parse() {
      while (at < format.length()) {
        char c = format.charAt(at++);
        switch (c) {
          case '%' -> field();
          case '@' -> time();
          case '\\' -> literal.append(escaped());
          default -> literal.append(c);
        }
      }
      endLiteral();
      return parts;
    }

    private void endLiteral() {
      if (literal.length() > 0) {
        byte[] bytes = literal.toString().getBytes(StandardCharsets.UTF_8);
        parts.add((message, time, out) -> out.writeBytes(bytes));
        literal.setLength(0);
      }
    }

    private char next(char start) {
      if (at == format.length()) {
        throw new IllegalArgumentException(
            "the format given with -F ends after " + start + " where something has to follow");
      }
      return format.charAt(at++);
    }

    private char peek() {
      return at < format.length() ? format.charAt(at) : 0;
    }

    private void field() {
      boolean isLeft = accept('-');
      boolean isZeroed = accept('0');
      int width = digits();
      int precision = accept('.') ? digits() : -1;
      char field = next('%');
      if (FIELDS.indexOf(field) < 0) {
        throw new IllegalArgumentException(
            "the format given with -F has %" + field + ", which there isn't");
      }
      if (field == '%') {
        literal.append('%');
        return;
      }
      endLiteral();
      parts.add(
          MessageField.of(
              field, new Padding(width, precision, isLeft, isZeroed), isPretty, problems));
    }

    private boolean accept(char c) {
      boolean isThere = peek() == c;
      at += isThere ? 1 : 0;
      return isThere;
    }

    private int digits() {
      int start = at;
      while (peek() >= '0' && peek() <= '9') {
        at++;
      }
      if (at - start > 6) {
        throw new IllegalArgumentException(
            "the format given with -F has a width of " + format.substring(start, at));
      }
      return at == start ? 0 : Integer.parseInt(format.substring(start, at));
    }

    private void time() {
      char field = next('@');
      if (field == '@') {
        literal.append('@');
        return;
      }
      endLiteral();
      parts.add(
          (message, time, out) ->
              out.writeBytes(
                  (field == 'N'
                          ? String.format("%09d", time.getNano())
                          : Strftime.format("%" + field, time))
                      .getBytes(StandardCharsets.UTF_8)));
    }

    private char escaped() {
      char c = next('\\');
      return switch (c) {
        case '\\' -> '\\';
        case '0' -> '\0';
        case 'a' -> 7;
        case 'e' -> 27;
        case 'n' -> '\n';
        case 'r' -> '\r';
        case 't' -> '\t';
        case 'v' -> 11;
        default ->
            throw new IllegalArgumentException(
                "the format given with -F has \\" + c + ", which there isn't");
      };
    }
  }
}
