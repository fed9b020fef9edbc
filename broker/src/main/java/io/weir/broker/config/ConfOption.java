package io.weir.broker.config;

/**
 * What there is to know about an option of mosquitto.conf.
 *
 * @param defaultText what holds if it is not written, for the reference
 * @param isOnce whether Mosquitto minds if it is written twice
 * @param note what a user of it should know, for the reference and for warnings; may be empty
 */
record ConfOption(
    String name,
    Context context,
    Type type,
    String defaultText,
    boolean isOnce,
    Support support,
    String note) {

  /** What an option is a part of. */
  enum Context {
    GLOBAL,
    /** Global, but part of the listener above it with per_listener_settings. */
    SECURITY,
    LISTENER,
    BRIDGE,
    PLUGIN
  }

  /** What a value looks like. */
  enum Type {
    BOOLEAN,
    INTEGER,
    /** The rest of the line. */
    TEXT,
    /** Several words with a meaning of their own. */
    WORDS
  }

  /** What Weir makes of it. */
  enum Support {
    FULL("yes"),
    /** With a difference that the note names. */
    PARTLY("partly"),
    /** Of no consequence here: there is nothing that it could change. */
    NEEDLESS("not needed"),
    /** Known and left out: a warning, with --strict an error. */
    MISSING("no");

    private final String title;

    Support(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }

    static Support titled(String title) {
      for (Support support : values()) {
        if (support.title.equals(title)) {
          return support;
        }
      }
      throw new IllegalArgumentException("nothing is supported \"" + title + "\"");
    }
  }

  /**
   * Checks a value.
   *
   * @throws ConfException if the option can't have it
   */
  void check(ConfLine line) throws ConfException {
    switch (type) {
      case BOOLEAN -> ConfValue.flag(line);
      case INTEGER -> ConfValue.whole(line);
      case TEXT, WORDS -> {
        if (line.value().isEmpty()) {
          throw new ConfException(line, name + " needs a value");
        }
      }
    }
  }
}
