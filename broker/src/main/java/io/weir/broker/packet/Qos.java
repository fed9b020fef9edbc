package io.weir.broker.packet;

/** How hard a publication is tried to be delivered. */
public enum Qos {
  /** Sent once, never acknowledged. */
  AT_MOST_ONCE(0),
  /** Repeated until acknowledged. */
  AT_LEAST_ONCE(1),
  /** Delivered exactly once by a handshake of four packets. */
  EXACTLY_ONCE(2);

  private static final Qos[] BY_LEVEL = values();

  private final int level;

  Qos(int level) {
    this.level = level;
  }

  /** The level on the wire: 0, 1 or 2. */
  public int level() {
    return level;
  }

  /** The lower of the two, which is what a subscriber gets. */
  public Qos min(Qos other) {
    return level <= other.level ? this : other;
  }

  /** The higher of the two. */
  public Qos max(Qos other) {
    return level >= other.level ? this : other;
  }

  /**
   * The QoS of a level on the wire.
   *
   * @throws IllegalArgumentException if level is not 0, 1 or 2
   */
  public static Qos of(int level) {
    if (level < 0 || level > 2) {
      throw new IllegalArgumentException("QoS must be 0, 1 or 2 but is " + level);
    }
    return BY_LEVEL[level];
  }
}
