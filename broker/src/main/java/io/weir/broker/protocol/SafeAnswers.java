package io.weir.broker.protocol;

import io.weir.broker.packet.Ack;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.store.Journal;

/**
 * The answers of a connection, each given once what it promises would survive, in the order of what
 * they answer.
 *
 * @threads the connection's loop
 * @mqtt 5.0 §4.6
 */
final class SafeAnswers {
  private final Journal journal;
  private final Connection connection;
  private final ReadGate reading;
  private int held;
  private boolean isLeft;

  SafeAnswers(Journal journal, Connection connection, ReadGate reading) {
    this.journal = journal;
    this.connection = connection;
    this.reading = reading;
  }

  /** Rises with everything that has to survive. */
  long position() {
    return journal.position();
  }

  /** Whether nothing can be stored at the moment, so that every answer would wait for that. */
  boolean isFailing() {
    return journal.isFailing();
  }

  /**
   * Acknowledges once the broker has taken responsibility. [MQTT-4.3.2-4]
   *
   * @param before the position before what is acknowledged was taken up
   */
  void acknowledge(Ack.Kind kind, int packetId, ReasonCode reason, long before) {
    if (journal.position() == before && held == 0) {
      connection.acknowledge(kind, packetId, reason);
    } else {
      whenSafe(() -> connection.acknowledge(kind, packetId, reason));
    }
  }

  /**
   * Gives an answer once what is answered would survive: at once if nothing of it has to.
   *
   * @param before the position before it was taken up
   */
  void answer(long before, Runnable answer) {
    if (journal.position() == before && held == 0) {
      answer.run();
    } else {
      whenSafe(answer);
    }
  }

  /**
   * Gives an answer once all that was noted so far would survive, after the answers before it.
   * [MQTT-4.6.0-2]
   */
  void whenSafe(Runnable answer) {
    if (journal.isAllSafe() && held == 0) {
      answer.run();
      return;
    }
    held++;
    journal.whenSafe(
        () -> {
          held--;
          if (!isLeft) {
            answer.run();
          }
        });
    if (journal.isBehind()) {
      // Nothing more to be written before this is.
      reading.await();
      journal.whenSafe(reading::done);
    }
  }

  /** The client is gone: nobody is left to answer. */
  void leave() {
    isLeft = true;
  }
}
