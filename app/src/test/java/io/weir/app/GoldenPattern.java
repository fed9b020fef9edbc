package io.weir.app;

import io.weir.engine.message.JsonException;
import io.weir.engine.message.MessageJson;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares JSON with what is expected of it. A text {@code <kind>} stands for any of that kind, and
 * {@code <kind:name>} keeps it, to be put in for {@code {name}} later. The key {@code ...} stands
 * for further ones.
 */
final class GoldenPattern {
  private static final Pattern PLACE = Pattern.compile("<(\\w+)(?::(\\w+))?>");
  private static final Pattern USE = Pattern.compile("\\{(\\w+)(:encoded)?}");
  private static final Map<String, Pattern> KINDS =
      Map.of(
          "sha256", Pattern.compile("[0-9a-f]{64}"),
          "id", Pattern.compile("[0-9a-f]{16}"),
          "token", Pattern.compile("[A-Za-z0-9+/]{171}="),
          "version", Pattern.compile("\\d+\\.\\d+\\.\\d+(-.+)?"),
          "text", Pattern.compile("(?s).+"));

  private final Map<String, String> kept = new HashMap<>();

  /** A text with what was kept in it. */
  String filled(String text) {
    return USE.matcher(text)
        .replaceAll(
            use -> {
              String value = kept.get(use.group(1));
              if (value == null) {
                return Matcher.quoteReplacement(use.group());
              }
              return Matcher.quoteReplacement(
                  use.group(2) == null ? value : URLEncoder.encode(value, StandardCharsets.UTF_8));
            });
  }

  /** Where an answer differs from what is expected; empty if it doesn't. */
  String difference(String expected, String answer) {
    Object wanted = MessageJson.parse(filled(expected));
    try {
      return difference("", wanted, MessageJson.parse(answer));
    } catch (JsonException e) {
      return "it is not JSON: " + answer;
    }
  }

  private String difference(String at, Object wanted, Object given) {
    if (wanted instanceof String text) {
      Matcher place = PLACE.matcher(text);
      if (place.matches()) {
        return place(at, place, given);
      }
    }
    if (wanted instanceof Map<?, ?> map && given instanceof Map<?, ?> other) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (!entry.getKey().equals("...")) {
          String difference =
              other.containsKey(entry.getKey())
                  ? difference(
                      at + "." + entry.getKey(), entry.getValue(), other.get(entry.getKey()))
                  : at + "." + entry.getKey() + " is missing";
          if (!difference.isEmpty()) {
            return difference;
          }
        }
      }
      return map.containsKey("...") || map.keySet().containsAll(other.keySet())
          ? ""
          : at + " has other keys: " + other.keySet();
    }
    if (wanted instanceof List<?> list && given instanceof List<?> other) {
      if (list.size() != other.size()) {
        return at + " has " + other.size() + " items";
      }
      for (int i = 0; i < list.size(); i++) {
        String difference = difference(at + "[" + i + "]", list.get(i), other.get(i));
        if (!difference.isEmpty()) {
          return difference;
        }
      }
      return "";
    }
    return Objects.equals(wanted, given) ? "" : at + " is " + given + " and not " + wanted;
  }

  private String place(String at, Matcher place, Object given) {
    Pattern kind = KINDS.get(place.group(1));
    if (!place.group(1).equals("any")
        && !(given instanceof String text && kind != null && kind.matcher(text).matches())) {
      return at + " is " + given + " and no " + place.group(1);
    }
    if (place.group(2) != null) {
      kept.put(place.group(2), String.valueOf(given));
    }
    return "";
  }
}
