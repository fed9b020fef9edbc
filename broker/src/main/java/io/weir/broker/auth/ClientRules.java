package io.weir.broker.auth;

import io.weir.broker.auth.AclRule.Kind;
import io.weir.broker.topic.TopicFilter;

/**
 * What one client may do.
 *
 * @threads any; immutable
 */
interface ClientRules {
  /** Whether so few rules that looking an answer up costs more than finding it. */
  boolean isShort();

  /**
   * Whether the client may read or write a topic.
   *
   * @param wanted {@link Kind#READ} or {@link Kind#WRITE}
   */
  boolean allows(Kind wanted, String topic);

  /**
   * Whether the client may subscribe.
   *
   * @param refusesUnreadable whether what nothing may be read by is refused, where the rules leave
   *     that open
   */
  boolean maySubscribe(TopicFilter filter, boolean refusesUnreadable);

  default boolean mayUnsubscribe(TopicFilter filter) {
    return true;
  }
}
