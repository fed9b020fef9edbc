package io.weir.engine.runtime;

import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How the runtime behaves.
 *
 * @param mailboxDeliveries deliveries that may wait in a tab before its sources hold back: a few
 *     seconds' work for a busy tab
 * @param mailboxBytes the same in bytes, as messages estimate them
 * @param closeTimeout how long a node may take to close
 * @param callTimeout how long a node may keep its tab's thread; then it is interrupted, and the tab
 *     given up if that doesn't help
 * @param hiddenVariables environment variables of the process that flows don't see
 * @param safeMode whether flows are loaded but not started
 * @param strictTypes whether a single node of unknown type keeps all flows from starting, as in
 *     Node-RED; otherwise that node alone doesn't run
 * @param recordsMessages whether the latest messages of each output are kept, for those who look
 */
public record RuntimeOptions(
    int mailboxDeliveries,
    long mailboxBytes,
    Duration closeTimeout,
    Duration callTimeout,
    Set<String> hiddenVariables,
    boolean safeMode,
    boolean strictTypes,
    boolean recordsMessages) {

  /** The defaults. */
  public static RuntimeOptions defaults() {
    return new RuntimeOptions(
        10_000,
        64L << 20,
        Duration.ofSeconds(15),
        // A second more than scripts get, which are ended by their own watchdog.
        Duration.ofSeconds(11),
        Set.of(),
        false,
        false,
        true);
  }

  public RuntimeOptions {
    if (mailboxDeliveries < 1) {
      throw new IllegalArgumentException(
          "mailboxDeliveries must be at least 1 but is " + mailboxDeliveries);
    }
    hiddenVariables = Set.copyOf(hiddenVariables);
  }

  /** The same options with safe mode on or off. */
  public RuntimeOptions withSafeMode(boolean safe) {
    return with(draft -> draft.safeMode = safe);
  }

  /** The same options with Node-RED's rule for unknown types, or ours. */
  public RuntimeOptions withStrictTypes(boolean strict) {
    return with(draft -> draft.strictTypes = strict);
  }

  /** The same options with other limits of a mailbox. */
  public RuntimeOptions withMailbox(int deliveries, long bytes) {
    return with(
        draft -> {
          draft.mailboxDeliveries = deliveries;
          draft.mailboxBytes = bytes;
        });
  }

  /** The same options with other times for closing and for a call. */
  public RuntimeOptions withTimeouts(Duration close, Duration call) {
    return with(
        draft -> {
          draft.closeTimeout = close;
          draft.callTimeout = call;
        });
  }

  /** The same options with other variables of the process hidden from flows. */
  public RuntimeOptions withHiddenVariables(Set<String> names) {
    return with(draft -> draft.hiddenVariables = names);
  }

  /** The same options with messages kept for those who look, or not. */
  public RuntimeOptions withRecording(boolean records) {
    return with(draft -> draft.recordsMessages = records);
  }

  private RuntimeOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.options();
  }

  /** Options on their way to others. */
  private static final class Draft {
    int mailboxDeliveries;
    long mailboxBytes;
    Duration closeTimeout;
    Duration callTimeout;
    Set<String> hiddenVariables;
    boolean safeMode;
    boolean strictTypes;
    boolean recordsMessages;

    Draft(RuntimeOptions from) {
      mailboxDeliveries = from.mailboxDeliveries;
      mailboxBytes = from.mailboxBytes;
      closeTimeout = from.closeTimeout;
      callTimeout = from.callTimeout;
      hiddenVariables = from.hiddenVariables;
      safeMode = from.safeMode;
      strictTypes = from.strictTypes;
      recordsMessages = from.recordsMessages;
    }

    RuntimeOptions options() {
      return new RuntimeOptions(
          mailboxDeliveries,
          mailboxBytes,
          closeTimeout,
          callTimeout,
          hiddenVariables,
          safeMode,
          strictTypes,
          recordsMessages);
    }
  }
}
