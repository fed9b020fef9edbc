package io.weir.broker.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Every option of mosquitto.conf, by the table in {@code options.txt}. */
final class ConfOptions {
  private static final String TABLE = "options.txt";
  private static final Pattern SEPARATOR = Pattern.compile(" *\\| *");

  static final List<ConfOption> ALL = read();

  private static final Map<String, ConfOption> BY_NAME = new LinkedHashMap<>();

  static {
    ALL.forEach(option -> BY_NAME.put(option.name(), option));
  }

  private ConfOptions() {}

  private static List<ConfOption> read() {
    try (InputStream in = ConfOptions.class.getResourceAsStream(TABLE)) {
      byte[] table = Objects.requireNonNull(in, TABLE).readAllBytes();
      List<ConfOption> options = new ArrayList<>();
      for (String row : new String(table, StandardCharsets.UTF_8).split("\n", -1)) {
        if (!row.isEmpty() && !row.startsWith("#")) {
          options.add(option(row));
        }
      }
      return List.copyOf(options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ConfOption option(String row) {
    String[] columns = SEPARATOR.split(row, -1);
    String[] kind = columns[1].split(" ", -1);
    return new ConfOption(
        columns[0],
        ConfOption.Context.valueOf(kind[0].toUpperCase(Locale.ROOT)),
        ConfOption.Type.valueOf(kind[1].toUpperCase(Locale.ROOT)),
        columns[2],
        kind.length > 2 && kind[2].equals("once"),
        columns.length > 3 ? ConfOption.Support.titled(columns[3]) : ConfOption.Support.FULL,
        columns.length > 4 ? columns[4] : "");
  }

  /** The option, or null if there is none of that name. */
  static @Nullable ConfOption named(String name) {
    if (name.startsWith("plugin_opt_")) {
      return BY_NAME.get("plugin_opt_*");
    }
    return BY_NAME.get(name.startsWith("auth_opt_") ? "auth_opt_*" : name);
  }

  /** The table of the reference, in Markdown. */
  static String table() {
    StringBuilder table = new StringBuilder("| option | default | supported | note |\n");
    table.append("| --- | --- | --- | --- |\n");
    for (ConfOption option : ALL) {
      table
          .append("| `")
          .append(option.name())
          .append("` | ")
          .append(option.defaultText())
          .append(" | ")
          .append(option.support().title())
          .append(" | ")
          .append(option.note())
          .append(" |\n");
    }
    return table.toString();
  }
}
