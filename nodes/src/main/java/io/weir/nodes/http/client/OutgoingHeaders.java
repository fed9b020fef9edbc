package io.weir.nodes.http.client;

import io.weir.engine.message.Message;
import io.weir.engine.message.Opaque;
import io.weir.engine.message.PropertyPath;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.engine.node.NodeConfig;
import io.weir.nodes.http.Escapes;
import io.weir.nodes.http.RequestNodeHeaders;
import io.weir.nodes.http.client.HttpCall.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The headers of a request while they are put together: names once, whatever their letters. */
final class OutgoingHeaders {
  private final List<Header> headers = new ArrayList<>();

  /** Takes the headers of a message, unless they are as a request node got them. */
  void take(Message message) {
    if (message.get("headers") instanceof Map<?, ?> map) {
      RequestNodeHeaders.toSend(map)
          .forEach(
              (name, value) -> {
                if (!RequestNodeHeaders.MARK.equals(name)) {
                  add(String.valueOf(name), value);
                }
              });
    }
  }

  private void add(String name, @Nullable Object value) {
    if (value instanceof List<?> list) {
      list.forEach(each -> headers.add(new Header(name, Values.toText(each))));
    } else if (value != null && value != Undefined.VALUE && !(value instanceof Opaque)) {
      headers.add(new Header(name, Values.toText(value)));
    }
  }

  /** Applies the rows of a node: each replaces a header, or removes it if it is empty. */
  void apply(List<NodeConfig> rows, Message message) {
    for (NodeConfig row : rows) {
      String name = part(row, "keyType", "keyValue", message);
      String value = part(row, "valueType", "valueValue", message);
      if (name == null || name.isEmpty()) {
        continue;
      }
      remove(name);
      if (value != null && !value.isEmpty()) {
        headers.add(new Header(name, value));
      }
    }
  }

  private static @Nullable String part(
      NodeConfig row, String typeKey, String valueKey, Message message) {
    Object type = row.raw(typeKey);
    Object value = row.raw(valueKey);
    String text = value == null ? "" : Values.toText(value);
    if ("other".equals(type) || type == null || "".equals(type)) {
      return text;
    }
    if (!"msg".equals(type)) {
      return Values.toText(type);
    }
    Object found = text.isEmpty() ? Undefined.VALUE : message.get(PropertyPath.ofMessage(text));
    return found == Undefined.VALUE || found == null ? null : Values.toText(found);
  }

  /** Says who asks unless the flow does: there are servers that refuse those who don't. */
  void introduce() {
    if (get("User-Agent").isEmpty()) {
      set("User-Agent", "Weir");
    }
  }

  /** A header's value; empty if it isn't there. */
  String get(String name) {
    return headers.stream().filter(h -> h.is(name)).map(Header::value).findFirst().orElse("");
  }

  /** Sets a header, in the letters of one that is there. */
  void set(String name, String value) {
    String written =
        headers.stream().filter(h -> h.is(name)).map(Header::name).findFirst().orElse(name);
    remove(name);
    headers.add(new Header(written, value));
  }

  private void remove(String name) {
    headers.removeIf(header -> header.is(name));
  }

  /** Moves the cookies that stand in a header {@code cookie} into a jar, and adds the message's. */
  void moveCookies(Message message, CookieJar jar, HttpAddress address) {
    for (Header header : List.copyOf(headers)) {
      if (header.name().equals("cookie")) {
        headers.remove(header);
        for (String pair : header.value().split(";", -1)) {
          int equals = pair.indexOf('=');
          if (equals > 0) {
            jar.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip(), address);
          }
        }
      }
    }
    if (message.get("cookies") instanceof Map<?, ?> cookies) {
      cookies.forEach((name, cookie) -> put(String.valueOf(name), cookie, jar, address));
    }
  }

  private static void put(
      String name, @Nullable Object cookie, CookieJar jar, HttpAddress address) {
    Map<?, ?> options = cookie instanceof Map<?, ?> map ? map : Map.of();
    Object value = cookie instanceof Map<?, ?> ? options.get("value") : cookie;
    if (value == null || value == Undefined.VALUE) {
      return;
    }
    String text = Values.toText(value);
    jar.put(
        name, Boolean.FALSE.equals(options.get("encode")) ? text : Escapes.encode(text), address);
  }

  /** All headers, as they are sent. */
  List<Header> list() {
    return List.copyOf(headers);
  }
}
