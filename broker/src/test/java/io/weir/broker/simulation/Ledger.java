package io.weir.broker.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that was ever published, and the order of what was seen. */
final class Ledger {
  /** The client whom all wills are for. */
  static final String HEIR = "heir";

  /** The topic of all wills. */
  static final String WILLS = "wills";

  private final Map<String, Message> messages = new LinkedHashMap<>();
  private final Map<String, ExpectedWill> wills = new LinkedHashMap<>();
  private final Map<String, Message> willMessages = new HashMap<>();
  private final List<String> trace = new ArrayList<>();
  private long now;

  /** A moment of its own. */
  long now() {
    return ++now;
  }

  void add(Message message) {
    messages.put(message.text(), message);
  }

  int size() {
    return messages.size();
  }

  Iterable<Message> messages() {
    return messages.values();
  }

  Message message(String text) {
    Message known = messages.get(text);
    if (known == null) {
      throw new AssertionError("nobody published \"" + text + "\"");
    }
    return known;
  }

  ExpectedWill newWill(String clientId, int delaySeconds) {
    ExpectedWill will = new ExpectedWill(clientId + "-will-" + wills.size(), delaySeconds);
    wills.put(will.text, will);
    return will;
  }

  Iterable<ExpectedWill> wills() {
    return wills.values();
  }

  ExpectedWill will(String text) {
    ExpectedWill known = wills.get(text);
    if (known == null) {
      throw new AssertionError("nobody had the will \"" + text + "\"");
    }
    return known;
  }

  /** Stands for a will where packet ids are kept. */
  Message messageOfWill(String text) {
    return willMessages.computeIfAbsent(text, t -> new Message(t, 0, WILLS, 2, 0));
  }

  void note(String what) {
    trace.add(trace.size() + " " + what);
  }

  /** The latest steps, for a failure. */
  String latestSteps() {
    return String.join(
        "\n  ",
        trace.subList(
            Math.max(0, trace.size() - Integer.getInteger("weir.simulation.trace", 60)),
            trace.size()));
  }
}
