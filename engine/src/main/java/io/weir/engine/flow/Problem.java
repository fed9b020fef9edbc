package io.weir.engine.flow;

import org.jspecify.annotations.Nullable;

/** Something that is wrong with a document. */
public sealed interface Problem {
  /** The entry that it is about. */
  String nodeId();

  /** The property that it is about; null if it is about the entry as a whole. */
  default @Nullable String property() {
    return null;
  }

  /** One sentence for the person who pressed Deploy. */
  String text();

  /** Whether a deploy is refused; otherwise it goes on, and the problem is shown. */
  boolean isFatal();

  /** Two entries share an id. */
  record DuplicateId(String nodeId, String firstType, String secondType) implements Problem {
    @Override
    public String text() {
      return "two entries have the id "
          + nodeId
          + " (a "
          + firstType
          + " and a "
          + secondType
          + "); give one of them another id";
    }

    @Override
    public boolean isFatal() {
      return true;
    }
  }

  /** A subflow that contains an instance of itself. */
  record RecursiveSubflow(String nodeId, String name) implements Problem {
    @Override
    public String text() {
      return "the subflow "
          + (name.isEmpty() ? nodeId : name)
          + " contains itself, directly or by others; take the instance out of it";
    }

    @Override
    public boolean isFatal() {
      return true;
    }
  }

  /** A type that no pack brings. */
  record UnknownType(String nodeId, String nodeType) implements Problem {
    @Override
    public String text() {
      return "no node type is called " + nodeType + "; the node is kept as it is and does not run";
    }

    @Override
    public boolean isFatal() {
      return false;
    }
  }

  /** A wire that ends at nothing. */
  record DanglingWire(String nodeId, int output, String targetId) implements Problem {
    @Override
    public String property() {
      return "wires";
    }

    @Override
    public String text() {
      return "a wire from output "
          + (output + 1)
          + " leads to "
          + targetId
          + ", which does not exist; it carries nothing";
    }

    @Override
    public boolean isFatal() {
      return false;
    }
  }

  /** A reference to a config node that isn't there, or that is of another type. */
  record MissingConfigNode(
      String nodeId, String property, String label, String configType, String reference)
      implements Problem {
    @Override
    public String text() {
      return label + " refers to " + reference + ", but there is no " + configType + " of that id";
    }

    @Override
    public boolean isFatal() {
      return false;
    }
  }

  /** A property's value breaks a rule. */
  record BadProperty(String nodeId, String property, String text) implements Problem {
    @Override
    public boolean isFatal() {
      return false;
    }
  }
}
