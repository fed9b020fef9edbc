package io.weir.nodes.http.client;

import static io.weir.engine.node.Property.choice;
import static io.weir.engine.node.Property.config;
import static io.weir.engine.node.Property.flag;
import static io.weir.engine.node.Property.list;
import static io.weir.engine.node.Property.secret;
import static io.weir.engine.node.Property.text;

import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.Property;
import io.weir.engine.node.Property.Option;
import io.weir.engine.node.Rule;
import java.util.ArrayList;
import java.util.List;

/** The properties of a http request node. */
final class HttpRequestForm {
  static final Property<String> METHOD =
      choice(
              "method",
              Option.of("GET", "GET"),
              Option.of("POST", "POST"),
              Option.of("PUT", "PUT"),
              Option.of("DELETE", "DELETE"),
              Option.of("HEAD", "HEAD"),
              Option.of("use", "msg.method"))
          .label("Method")
          .defaultsTo("GET");
  static final Property<String> URL =
      text("url")
          .label("Address")
          .hint("Empty for msg.url; {{…}} stands for properties of the message.")
          .placeholder("https://")
          .defaultsTo("")
          .rule(Rule.matches("(?!.*://).*|http.*", "must begin with http"));
  static final Property<String> PAYLOAD =
      choice(
              "paytoqs",
              Option.of("ignore", "is not sent"),
              Option.of("query", "is added to the query"),
              Option.of("body", "is the body"))
          .label("Payload")
          .defaultsTo("ignore")
          .readAs(false, "ignore")
          .readAs(true, "query")
          .shownWhen("method", "GET");
  static final Property<String> TLS = config("tls", "tls-config").label("TLS").more();
  static final Property<String> AUTH =
      choice(
              "authType",
              // Flows from before there was a choice have a user alone.
              Option.of("", "none, or basic if there is a user"),
              Option.of("basic", "basic"),
              Option.of("digest", "digest"),
              Option.of("bearer", "bearer"))
          .label("Login")
          .defaultsTo("");
  static final Property<String> USER =
      text("user").label("User").asCredential().shownWhen("authType", "basic", "digest");
  static final Property<String> PASSWORD =
      secret("password")
          .label("Password or token")
          .shownWhen("authType", "basic", "digest", "bearer");
  static final Property<Boolean> PERSIST =
      flag("persist").label("Keep connections open").defaultsTo(false).more();
  static final Property<String> PROXY = config("proxy", "http proxy").label("Proxy").more();
  static final Property<Boolean> ONLY_CATCH =
      flag("senderr")
          .label("Failures to Catch nodes only")
          .hint("Otherwise a message goes on as well, with what failed in msg.payload.")
          .defaultsTo(false)
          .more();
  static final Property<Boolean> LENIENT =
      flag("insecureHTTPParser").label("Take malformed answers").defaultsTo(false).more();
  static final Property<String> RESULT =
      choice(
              "ret",
              Option.of("txt", "text"),
              Option.of("bin", "Buffer"),
              Option.of("obj", "parsed JSON"))
          .label("Answer as")
          .defaultsTo("txt");
  static final Property<List<NodeConfig>> HEADERS = list("headers", headerRow()).label("Headers");

  private HttpRequestForm() {}

  private static Property<?>[] headerRow() {
    List<Property<?>> row = new ArrayList<>();
    row.add(
        choice(
                "keyType",
                Option.of("other", "other"),
                Option.of("msg", "msg."),
                Option.of("Accept", "Accept"),
                Option.of("Accept-Encoding", "Accept-Encoding"),
                Option.of("Accept-Language", "Accept-Language"),
                Option.of("Authorization", "Authorization"),
                Option.of("Content-Type", "Content-Type"),
                Option.of("Cache-Control", "Cache-Control"),
                Option.of("User-Agent", "User-Agent"),
                Option.of("Location", "Location"))
            .label("Header")
            .defaultsTo("other"));
    row.add(text("keyValue").label("Name").defaultsTo("").shownWhen("keyType", "other", "msg"));
    row.add(values("Accept", "text/plain", "text/html", "application/json", "application/xml"));
    row.add(
        values(
            "Accept-Encoding",
            "gzip",
            "deflate",
            "compress",
            "br",
            "gzip, deflate",
            "gzip, deflate, br"));
    row.add(values("Accept-Language", "*", "en-GB, en;q=0.8", "de-DE, de;q=0.8, en;q=0.5"));
    row.add(
        values(
            "Content-Type",
            "text/css",
            "text/plain",
            "text/html",
            "application/json",
            "application/octet-stream",
            "application/pdf",
            "application/xml",
            "application/zip",
            "multipart/form-data",
            "audio/aac",
            "audio/ac3",
            "audio/basic",
            "audio/mp4",
            "audio/ogg",
            "image/bmp",
            "image/gif",
            "image/jpeg",
            "image/png",
            "image/tiff"));
    row.add(values("Cache-Control", "max-age=0", "max-age=86400", "no-cache"));
    row.add(values("User-Agent", "Mozilla/5.0"));
    row.add(
        choice("valueType", Option.of("other", "text"), Option.of("msg", "msg."))
            .label("Kind")
            .defaultsTo("other")
            .shownWhen("keyType", "other", "msg", "Authorization", "Location"));
    row.add(
        text("valueValue").label("Value").defaultsTo("").shownWhen("valueType", "other", "msg"));
    return row.toArray(Property<?>[]::new);
  }

  private static Property<String> values(String header, String... presets) {
    List<Option> options = new ArrayList<>();
    options.add(Option.of("other", "text"));
    options.add(Option.of("msg", "msg."));
    for (String preset : presets) {
      options.add(Option.of(preset, preset));
    }
    return choice("valueType", options.toArray(Option[]::new))
        .label("Kind")
        .defaultsTo("other")
        .shownWhen("keyType", header);
  }
}
