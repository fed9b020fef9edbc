package io.weir.broker.auth;

/**
 * A line of an access list.
 *
 * @threads any; immutable
 */
record AclRule(Kind kind, TopicPattern pattern) {
  /** What the line says of the topics that match. */
  enum Kind {
    READ,
    WRITE,
    READWRITE,
    DENY;

    boolean includes(Kind wanted) {
      return this == READWRITE || this == wanted;
    }
  }
}
