package io.weir.app.client;

import java.util.Locale;
import java.util.Optional;

/** The packets that properties can be given for with {@code -D}. */
public enum PropertyCommand {
  CONNECT,
  PUBLISH,
  SUBSCRIBE,
  UNSUBSCRIBE,
  DISCONNECT,
  WILL;

  /** The command of a name, in whatever case. */
  public static Optional<PropertyCommand> named(String name) {
    for (PropertyCommand command : values()) {
      if (command.name().equalsIgnoreCase(name)) {
        return Optional.of(command);
      }
    }
    return Optional.empty();
  }

  /** The name as written in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
