package io.weir.broker.auth;

import io.weir.broker.topic.TopicFilter;

/**
 * What one client may do.
 *
 * @threads the loop of the client's session; asked for each publication, so it answers from memory
 */
public interface Access {
  /** Whether the client may publish to the topic; asked for wills when they are published. */
  boolean mayPublish(String topic);

  /** Whether the client may subscribe with the filter. */
  boolean maySubscribe(TopicFilter filter);

  /** Whether the client may give up a subscription with the filter. */
  default boolean mayUnsubscribe(TopicFilter filter) {
    return true;
  }

  /** Whether a publication to the topic may be delivered to the client, which has subscribed. */
  boolean mayReceive(String topic);

  /** Whether the client would get in still, now that the rules have changed. */
  default boolean mayStay() {
    return true;
  }
}
