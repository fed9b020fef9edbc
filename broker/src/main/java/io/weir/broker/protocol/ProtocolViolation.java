package io.weir.broker.protocol;

import io.weir.broker.packet.ReasonCode;

/**
 * The other side broke a rule of MQTT. Ends the connection; a v5 client is told the code.
 *
 * @mqtt 5.0 §4.13
 */
public final class ProtocolViolation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ReasonCode reason;
  private final String clause;

  /**
   * What was wrong.
   *
   * @param clause the statement of the specification, such as {@code MQTT-3.3.2-2}; empty if none
   */
  public ProtocolViolation(ReasonCode reason, String clause, String text) {
    // Without a stack: a hostile client could otherwise make us fill in one per packet.
    super(clause.isEmpty() ? text : text + " [" + clause + "]", null, false, false);
    this.reason = reason;
    this.clause = clause;
  }

  public static ProtocolViolation malformed(String clause, String text) {
    return new ProtocolViolation(ReasonCode.MALFORMED_PACKET, clause, text);
  }

  public static ProtocolViolation error(String clause, String text) {
    return new ProtocolViolation(ReasonCode.PROTOCOL_ERROR, clause, text);
  }

  public ReasonCode reason() {
    return reason;
  }

  public String clause() {
    return clause;
  }
}
