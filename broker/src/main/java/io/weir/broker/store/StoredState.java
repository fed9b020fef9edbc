package io.weir.broker.store;

import io.weir.broker.SubscribeOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a store held when it was opened.
 *
 * @param sessions those that were kept, in the order in which they began
 */
public record StoredState(
    List<SessionState> sessions, List<StoredRetained> retained, List<StoredWill> wills) {
  /** Nothing at all. */
  public static final StoredState EMPTY = new StoredState(List.of(), List.of(), List.of());

  public StoredState {
    sessions = List.copyOf(sessions);
    retained = List.copyOf(retained);
    wills = List.copyOf(wills);
  }

  /**
   * A delivery that was owed.
   *
   * @param owner as noted at first, with the packet id that it has now
   * @param isReleased whether the client has it and QoS 2 is in its second half
   */
  public record Delivery(StoredMessage message, StoredMessage.Owner owner, boolean isReleased) {}

  /** One session with all that belongs to it. */
  public static final class SessionState {
    private final StoredSession session;
    private final Map<String, SubscribeOptions> subscriptions = new LinkedHashMap<>();
    private final List<Integer> inboundIds = new ArrayList<>();
    private final List<Delivery> deliveries = new ArrayList<>();

    SessionState(StoredSession session) {
      this.session = session;
    }

    public StoredSession session() {
      return session;
    }

    /** Options by filter. */
    public Map<String, SubscribeOptions> subscriptions() {
      return subscriptions;
    }

    /** Packet ids of QoS 2 that its client has not released. */
    public List<Integer> inboundIds() {
      return inboundIds;
    }

    /** What it is owed, oldest first. */
    public List<Delivery> deliveries() {
      return deliveries;
    }
  }

  /** How many messages sessions are owed, each session counted. */
  public int deliveries() {
    return sessions.stream().mapToInt(session -> session.deliveries().size()).sum();
  }
}
