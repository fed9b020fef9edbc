package io.weir.broker.session;

import io.weir.broker.BrokerConfig.Limits;
import io.weir.broker.BrokerEvent;
import io.weir.broker.auth.Authorizer;
import io.weir.broker.delivery.Distributor;
import io.weir.broker.delivery.RetainedMessages;
import io.weir.broker.delivery.SubscriptionTree;
import io.weir.broker.loop.BrokerLoop;
import io.weir.broker.store.SessionStore;
import java.util.List;
import java.util.function.Consumer;

/**
 * What sessions share with each other.
 *
 * @param distributors one for each loop, in the loops' order
 */
public record SessionServices(
    Limits limits,
    SubscriptionTree tree,
    RetainedMessages retained,
    List<Distributor> distributors,
    Authorizer authorizer,
    SessionStore store,
    Consumer<BrokerEvent> events) {

  public SessionServices {
    distributors = List.copyOf(distributors);
  }

  public Distributor distributor(BrokerLoop loop) {
    return distributors.get(loop.index());
  }
}
