package io.weir.editor;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.JsonException;
import io.weir.engine.message.MessageJson;
import io.weir.engine.node.NodeCatalog;
import io.weir.engine.node.NodeSet;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Pictures, texts and other files that packs of node types bring with them.
 *
 * @threads any; files are read off the event loop
 */
final class PackFiles {
  private static final String USUAL_LANGUAGE = "en-US";
  private static final Pattern LANGUAGE = Pattern.compile("[0-9a-zA-Z=*-]+");
  private static final Pattern ICON = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_. -]*");
  private static final Pattern PART = Pattern.compile("(?!\\.{1,2}$)[^\\\\]+");
  private static final int LARGEST = 8 << 20;

  private final Vertx vertx;
  private final NodeCatalog catalog;

  PackFiles(Vertx vertx, NodeCatalog catalog) {
    this.vertx = vertx;
    this.catalog = catalog;
  }

  /** A picture; null if the module has none of that name. */
  Future<@Nullable Buffer> icon(String module, String name) {
    return ICON.matcher(name).matches()
        ? vertx.executeBlocking(() -> read(catalog.file(module, "icons/" + name)), false)
        : Future.succeededFuture();
  }

  /** A file of its folder {@code resources}; null if the module has none of that name. */
  Future<@Nullable Buffer> resource(String module, String path) {
    return isBelow(path)
        ? vertx.executeBlocking(() -> read(catalog.file(module, "resources/" + path)), false)
        : Future.succeededFuture();
  }

  /** Whether a path leads nowhere else than down. */
  private static boolean isBelow(String path) {
    return Stream.of(path.split("/", -1)).allMatch(name -> PART.matcher(name).matches());
  }

  /** The texts of a set; empty if it has none. */
  Future<Map<?, ?>> texts(NodeSet set, @Nullable String language) {
    return vertx.executeBlocking(() -> find(set, language), false);
  }

  /** The texts of several sets, by their ids. */
  Future<Map<String, Object>> texts(List<NodeSet> sets, @Nullable String language) {
    return vertx.executeBlocking(
        () -> {
          Map<String, Object> all = new LinkedHashMap<>();
          sets.forEach(set -> all.put(set.id(), find(set, language)));
          return all;
        },
        false);
  }

  /** In the language asked for, else in that without its country, else in English. */
  private Map<?, ?> find(NodeSet set, @Nullable String language) {
    String wanted =
        language != null && LANGUAGE.matcher(language).matches() ? language : USUAL_LANGUAGE;
    int dash = wanted.indexOf('-');
    String general = dash < 0 ? wanted : wanted.substring(0, dash);
    for (String tried : List.of(wanted, general, USUAL_LANGUAGE)) {
      Buffer file =
          read(catalog.file(set.module(), "locales/" + tried + "/" + set.name() + ".json"));
      if (file != null) {
        return parsed(file);
      }
    }
    return Map.of();
  }

  private static Map<?, ?> parsed(Buffer file) {
    try {
      return MessageJson.parse(file.toString(StandardCharsets.UTF_8)) instanceof Map<?, ?> texts
          ? texts
          : Map.of();
    } catch (JsonException e) {
      // The pack's own fault, and no reason to withhold the others'.
      return Map.of();
    }
  }

  private static @Nullable Buffer read(@Nullable URL file) {
    if (file == null) {
      return null;
    }
    try (InputStream in = file.openStream()) {
      return Buffer.buffer(in.readNBytes(LARGEST));
    } catch (IOException e) {
      return null;
    }
  }
}
