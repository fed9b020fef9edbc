package io.weir.broker.auth;

import io.weir.broker.topic.TopicFilter;
import org.jspecify.annotations.Nullable;

/**
 * Decides which topics a client may use.
 *
 * @threads called on event loops, for each publication: answers from memory
 */
public interface Authorizer {
  /** Whether the client may publish to the topic; asked for wills when they are published. */
  boolean mayPublish(String clientId, @Nullable String userName, String topic);

  /** Whether the client may subscribe with the filter. */
  boolean maySubscribe(String clientId, @Nullable String userName, TopicFilter filter);

  /** Whether a publication to the topic may be delivered to a client that has subscribed. */
  default boolean mayReceive(String clientId, @Nullable String userName, String topic) {
    return true;
  }

  /**
   * What one client may do; asked for each time it has got in. An authorizer that can look rules up
   * beforehand does it here.
   */
  default Access accessOf(ClientIdentity client) {
    Authorizer authorizer = this;
    return new Access() {
      @Override
      public boolean mayPublish(String topic) {
        return authorizer.mayPublish(client.clientId(), client.userName(), topic);
      }

      @Override
      public boolean maySubscribe(TopicFilter filter) {
        return authorizer.maySubscribe(client.clientId(), client.userName(), filter);
      }

      @Override
      public boolean mayReceive(String topic) {
        return authorizer.mayReceive(client.clientId(), client.userName(), topic);
      }
    };
  }
}
