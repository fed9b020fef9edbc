package io.weir.app.config;

import io.weir.editor.http.Cors;
import io.weir.editor.http.Cors.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what pages of other sites may ask for, under the names of the cors middleware. */
final class CorsReader {
  private static final String ANY = "*";

  private CorsReader() {}

  /**
   * The settings; null if there are none, or they are for nobody.
   *
   * @throws IllegalArgumentException naming file, key and what is wrong
   */
  static @Nullable Cors read(Settings section) {
    if (section.isEmpty()) {
      return null;
    }
    boolean isFlag = section.isFlag("origin");
    boolean isOff = isFlag && !section.flag("origin", true);
    List<String> origins = isFlag ? List.of() : section.texts("origin");
    int status = section.whole("optionsSuccessStatus", Cors.USUAL_STATUS);
    if (status < 200 || status > 299) {
      throw section.wrong("optionsSuccessStatus", "must be 200 to 299 but is " + status);
    }
    List<String> methods = words(section, "methods");
    Cors cors =
        new Cors(
            isFlag ? Rule.REFLECT : rule(origins, section.isText("origin")),
            origins,
            methods == null
                ? Cors.USUAL_METHODS
                : methods.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList(),
            words(section, "allowedHeaders"),
            Objects.requireNonNullElse(words(section, "exposedHeaders"), List.of()),
            section.flag("credentials", false),
            section.whole("maxAge", -1),
            status);
    section.requireNoOther();
    return isOff ? null : cors;
  }

  private static Rule rule(List<String> origins, boolean isText) {
    if (origins.isEmpty() || origins.contains(ANY)) {
      return Rule.ANY;
    }
    return isText ? Rule.ONE : Rule.LIST;
  }

  /** Words of a list, or of a text with commas; null if nothing is said. */
  private static @Nullable List<String> words(Settings section, String key) {
    boolean isThere = section.has(key);
    List<String> words = new ArrayList<>();
    for (String text : section.texts(key)) {
      for (String word : text.split(",", -1)) {
        if (!word.isBlank()) {
          words.add(word.strip());
        }
      }
    }
    return isThere ? words : null;
  }
}
