package io.weir.nodes.function.script;

import io.weir.engine.message.MessageJson;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** Functions that make an object of given keys from its values. */
final class ObjectMakers {
  /** More keys than this are a table rather than an object; its keys will differ next time. */
  private static final int MOST_KEYS = 32;

  /** How many sets of keys get a function of their own: more are hardly written by hand. */
  private static final int MOST_MAKERS = 256;

  private final Guest guest;
  private final Map<Keys, Value> makers = new HashMap<>();
  private @Nullable Keys lastKeys;
  private @Nullable Value lastMaker;

  ObjectMakers(Guest guest) {
    this.guest = guest;
  }

  Value make(String[] keys, @Nullable Object[] values) {
    Value maker = maker(keys);
    if (maker != null) {
      return maker.execute(values);
    }
    @Nullable Object[] pairs = new @Nullable Object[keys.length * 2];
    for (int i = 0; i < keys.length; i++) {
      pairs[i * 2] = keys[i];
      pairs[i * 2 + 1] = values[i];
    }
    return guest.pairs.execute(pairs);
  }

  private @Nullable Value maker(String[] names) {
    if (names.length > MOST_KEYS) {
      return null;
    }
    // The items of an array are mostly alike.
    if (lastKeys != null && Arrays.equals(lastKeys.names, names)) {
      return lastMaker;
    }
    Keys keys = new Keys(names);
    Value maker = makers.get(keys);
    if (maker == null) {
      if (makers.size() >= MOST_MAKERS) {
        return null;
      }
      maker = guest.evaluate("object", source(names));
      makers.put(keys, maker);
    }
    lastKeys = keys;
    lastMaker = maker;
    return maker;
  }

  private static String source(String[] names) {
    StringBuilder text = new StringBuilder("(function (");
    for (int i = 0; i < names.length; i++) {
      text.append(i == 0 ? "v" : ", v").append(i);
    }
    text.append(") { return {");
    for (int i = 0; i < names.length; i++) {
      text.append(i == 0 ? "" : ", ").append(key(names[i])).append(": v").append(i);
    }
    return text.append("}; })").toString();
  }

  /** A key of an object literal. In brackets, or {@code __proto__} would set the prototype. */
  static String key(String name) {
    String literal = MessageJson.text(name);
    return name.equals("__proto__") ? "[" + literal + "]" : literal;
  }

  private static final class Keys {
    final String[] names;
    private final int hash;

    Keys(String[] names) {
      this.names = names;
      this.hash = Arrays.hashCode(names);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Keys that && Arrays.equals(names, that.names);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }
}
