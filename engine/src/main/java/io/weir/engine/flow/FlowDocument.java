package io.weir.engine.flow;

import io.weir.engine.message.MessageJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everything in one flow file, in file order. Immutable. */
public final class FlowDocument {
  /** A document without entries. */
  public static final FlowDocument EMPTY = new FlowDocument(List.of());

  private final List<FlowEntry> entries;
  private final Map<String, FlowEntry> byId;
  private final List<Tab> tabs;
  private final List<Group> groups;
  private final List<NodeDefinition> nodes;
  private final List<Subflow> subflows;
  private final String revision;

  /** A document of the entries given. */
  public FlowDocument(List<FlowEntry> entries) {
    this.entries = List.copyOf(entries);
    Map<String, FlowEntry> index = new LinkedHashMap<>();
    for (FlowEntry entry : this.entries) {
      // Of two entries with one id the last counts, as in Node-RED.
      index.put(entry.id(), entry);
    }
    this.byId = index;
    this.tabs = ofType(Tab.class, index);
    this.groups = ofType(Group.class, index);
    this.nodes = ofType(NodeDefinition.class, index);
    this.subflows = ofType(Subflow.class, index);
    this.revision = sha256(MessageJson.text(raw()));
  }

  private static <E extends FlowEntry> List<E> ofType(
      Class<E> type, Map<String, FlowEntry> entries) {
    return entries.values().stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The entries in file order. */
  public List<FlowEntry> entries() {
    return entries;
  }

  /** The entry of an id. */
  public Optional<FlowEntry> entry(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** The tabs in file order. */
  public List<Tab> tabs() {
    return tabs;
  }

  /** The groups in file order. */
  public List<Group> groups() {
    return groups;
  }

  /** The nodes and config nodes in file order; of two with one id the last. */
  public List<NodeDefinition> nodes() {
    return nodes;
  }

  /** The subflow definitions in file order. */
  public List<Subflow> subflows() {
    return subflows;
  }

  /** The entries as the file has them. */
  public List<Map<String, @Nullable Object>> raw() {
    return entries.stream().map(FlowEntry::raw).toList();
  }

  /**
   * The revision: SHA-256 of the compact JSON, in hexadecimal. The same content has the same
   * revision, here and in Node-RED.
   */
  public String revision() {
    return revision;
  }
}
