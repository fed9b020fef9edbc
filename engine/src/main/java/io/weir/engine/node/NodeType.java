package io.weir.engine.node;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The descriptor of a node type: name, palette entry, ports, properties, factory. Runtime, checks,
 * edit form and reference all derive from it.
 */
public final class NodeType {
  private final String name;
  private final Map<String, Object> descriptor;
  private final List<Property<?>> properties;
  private final boolean signalsCompletion;
  private final boolean isSelfContained;
  private final @Nullable String linkSource;
  private final @Nullable String linkTarget;
  private final @Nullable String help;
  private final Factory factory;

  private NodeType(Builder builder, Factory factory) {
    this.name = builder.name;
    this.descriptor = new LinkedHashMap<>(builder.descriptor);
    this.properties = builder.properties;
    this.signalsCompletion = builder.signalsCompletion;
    this.isSelfContained = builder.isSelfContained;
    this.linkSource = builder.linkSource;
    this.linkTarget = builder.linkTarget;
    this.help = builder.help;
    this.factory = factory;
  }

  /** Starts the declaration of a type. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** The name in flows.json. */
  public String name() {
    return name;
  }

  /** The properties in the order of the form. */
  public List<Property<?>> properties() {
    return properties;
  }

  /** Whether it is a config node: without ports and position, used by others. */
  public boolean isConfig() {
    return Boolean.TRUE.equals(descriptor.get("config"));
  }

  /** Whether finishing with a message makes Complete nodes fire. */
  public boolean signalsCompletion() {
    return signalsCompletion;
  }

  /** The property that lists where its first output leads without wires; null if none does. */
  public @Nullable String linkSource() {
    return linkSource;
  }

  /**
   * The property that lists the link sources which lead here; null if messages come by wires alone.
   * Such a node can be called by name.
   */
  public @Nullable String linkTarget() {
    return linkTarget;
  }

  /** The help text, Markdown; null if there is none. */
  public @Nullable String help() {
    return help;
  }

  /**
   * Makes a node.
   *
   * @throws RuntimeException if the configuration is of no use; the flow goes on without the node
   */
  public Node create(NodeConfig config, NodeContext context) {
    return factory.create(config, context);
  }

  /** Whether it touches nothing but the message and variables, so that a preview may run it. */
  public boolean hasPreview() {
    return Boolean.TRUE.equals(descriptor.get("preview"));
  }

  /**
   * Whether it touches nothing outside the flows, so that a test of messages may run it: all else
   * is replaced there by what was recorded of it.
   */
  public boolean isSelfContained() {
    return isSelfContained;
  }

  /** The type as the editor receives it: docs/reference/node-descriptor.md. */
  public Map<String, Object> descriptor() {
    Map<String, Object> data = new LinkedHashMap<>(descriptor);
    if (help != null) {
      data.put("help", true);
    }
    data.put("properties", properties.stream().map(Property::descriptor).toList());
    return data;
  }

  @Override
  public String toString() {
    return name;
  }

  /** Makes a node from its configuration and its surroundings. */
  @FunctionalInterface
  public interface Factory {
    /** Makes a node. */
    Node create(NodeConfig config, NodeContext context);
  }

  /** Node-RED's palette categories. */
  public enum Category {
    /** Everyday nodes. */
    COMMON,
    /** Nodes that change or route messages. */
    FUNCTION,
    /** Nodes that talk to others. */
    NETWORK,
    /** Nodes that split, join and sort. */
    SEQUENCE,
    /** Nodes that convert between formats. */
    PARSER,
    /** Nodes that read and write files. */
    STORAGE,
    /** Shared settings. */
    CONFIG
  }

  /** What a type is to a person; gives the colour of its tile and its place in the palette. */
  public enum Kind {
    /** Starts something. */
    START,
    /** Decides where a message goes. */
    DECIDE,
    /** Changes messages. */
    CHANGE,
    /** Runs code. */
    CODE,
    /** Waits. */
    WAIT,
    /** Talks to others. */
    NETWORK,
    /** Keeps things. */
    STORAGE,
    /** Shows what happens. */
    LOOK,
    /** Orders the flow itself. */
    ORGANISE,
    /** Shared settings. */
    CONFIG
  }

  /** Declares a type. */
  public static final class Builder {
    private final String name;
    private final Map<String, Object> descriptor = new LinkedHashMap<>();
    private List<Property<?>> properties = List.of();
    private boolean signalsCompletion = true;
    private boolean isSelfContained;
    private @Nullable String linkSource;
    private @Nullable String linkTarget;
    private @Nullable String help;

    private Builder(String name) {
      this.name = name;
      descriptor.put("type", name);
      descriptor.put("label", name);
      descriptor.put("inputs", 0);
      descriptor.put("outputs", 0);
    }

    private Builder put(String key, Object value) {
      descriptor.put(key, value);
      return this;
    }

    /** The palette label, if it isn't the name. */
    public Builder label(String label) {
      return put("label", label);
    }

    /** The palette category. */
    public Builder category(Category category) {
      return put("category", category.name().toLowerCase(Locale.ROOT));
    }

    /** What it is to a person. */
    public Builder kind(Kind kind) {
      return put("kind", kind.name().toLowerCase(Locale.ROOT));
    }

    /** Node-RED's colour, {@code #a6bbcf}. */
    public Builder color(String color) {
      return put("color", color);
    }

    /** Node-RED's icon file. */
    public Builder icon(String icon) {
      return put("icon", icon);
    }

    /** Makes it a config node. */
    public Builder config() {
      put("config", true);
      return category(Category.CONFIG).kind(Kind.CONFIG);
    }

    /** One line for the palette. */
    public Builder purpose(String purpose) {
      return put("purpose", purpose);
    }

    /** The template of the card's second line. */
    public Builder summary(String summary) {
      return put("summary", summary);
    }

    /** Words by which it is found. */
    public Builder synonyms(String... synonyms) {
      return put("synonyms", List.of(synonyms));
    }

    /** The number of inputs: 0 or 1. */
    public Builder inputs(int inputs) {
      return put("inputs", inputs);
    }

    /** The number of inputs stands in a property. */
    public Builder inputsFrom(String property) {
      return put("inputs", Map.of("property", property));
    }

    /** The number of outputs. */
    public Builder outputs(int outputs) {
      return put("outputs", outputs);
    }

    /** The number of outputs stands in a property. */
    public Builder outputsFrom(String property) {
      return put("outputs", Map.of("property", property));
    }

    /** Labels of the outputs. */
    public Builder outputLabels(String... labels) {
      return put("outputLabels", List.of(labels));
    }

    /** A button on the card: {@code inject}, or {@code toggle} for the flag property named. */
    public Builder button(String button, @Nullable String property) {
      put("button", button);
      return property == null ? this : put("buttonProperty", property);
    }

    /** New nodes get a numbered name. */
    public Builder autoName() {
      return put("autoName", true);
    }

    /** It touches nothing but the message and variables, so a preview may run it. */
    public Builder preview() {
      put("preview", true);
      return selfContained();
    }

    /** It touches nothing outside the flows, so a test of messages may run it. */
    public Builder selfContained() {
      isSelfContained = true;
      return this;
    }

    /** Complete nodes never fire for it. */
    public Builder withoutCompletion() {
      signalsCompletion = false;
      return this;
    }

    /** Its first output leads to the nodes that a property lists, on whichever tab they are. */
    public Builder linksTo(String property) {
      linkSource = property;
      return this;
    }

    /** Link sources that a property lists lead here, and it can be called by its name. */
    public Builder linkedFrom(String property) {
      linkTarget = property;
      return this;
    }

    /** The help text, Markdown. */
    public Builder help(String markdown) {
      help = markdown;
      return this;
    }

    /** The properties in the order of the form. */
    public Builder properties(Property<?>... properties) {
      this.properties = List.of(properties);
      return this;
    }

    /** Ends the declaration with the way to make a node. */
    public NodeType create(Factory factory) {
      return new NodeType(this, factory);
    }
  }
}
