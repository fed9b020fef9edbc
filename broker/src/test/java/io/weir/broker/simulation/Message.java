package io.weir.broker.simulation;

/** A publication of a simulated client; its text is found nowhere else. */
final class Message {
  /** Later than everything. */
  static final long NEVER = Long.MAX_VALUE;

  final String publisher;
  final int number;
  final String topic;
  final int qos;
  final long sentAt;

  /** When the broker's acknowledgement was seen: it has been routed by then. */
  long takenAt = NEVER;

  Message(String publisher, int number, String topic, int qos, long sentAt) {
    this.publisher = publisher;
    this.number = number;
    this.topic = topic;
    this.qos = qos;
    this.sentAt = sentAt;
  }

  String text() {
    return publisher + "-" + number;
  }

  @Override
  public String toString() {
    return text() + " (" + topic + ", QoS " + qos + ")";
  }
}
