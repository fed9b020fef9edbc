package io.weir.engine.node;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configured values of one node, or of one row of a list in it, read by typed key. Environment
 * variables that make up a whole value are put in already.
 */
public final class NodeConfig {
  private final Map<?, ?> values;
  private final Map<String, ?> credentials;

  /**
   * A configuration.
   *
   * @param values the node's entry in flows.json
   * @param credentials the node's credentials, decrypted
   */
  public NodeConfig(Map<?, ?> values, Map<String, ?> credentials) {
    this.values = values;
    this.credentials = credentials;
  }

  /** The value of a property. */
  public <T> T get(Property<T> property) {
    return property.read(this);
  }

  /**
   * The value as flows.json has it; null if it is null or absent. A dot in the key leads into an
   * object.
   */
  public @Nullable Object raw(String key) {
    int dot = key.indexOf('.');
    if (dot < 0) {
      return values.get(key);
    }
    return values.get(key.substring(0, dot)) instanceof Map<?, ?> object
        ? object.get(key.substring(dot + 1))
        : null;
  }

  /** Whether flows.json has the key. */
  public boolean has(String key) {
    return values.containsKey(key);
  }

  /** A credential; null if there is none. */
  public @Nullable Object credential(String key) {
    return credentials.get(key);
  }

  NodeConfig row(Map<?, ?> row) {
    return new NodeConfig(row, credentials);
  }
}
