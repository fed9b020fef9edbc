package io.weir.broker.session;

import io.weir.broker.BrokerEvent;
import io.weir.broker.DeliveryRules;
import io.weir.broker.Limits;
import io.weir.broker.auth.Authorizer;
import io.weir.broker.delivery.Distributor;
import io.weir.broker.delivery.HeldBytes;
import io.weir.broker.delivery.RetainedMessages;
import io.weir.broker.delivery.SubscriptionTree;
import io.weir.broker.loop.BrokerLoop;
import io.weir.broker.store.Journal;
import java.util.List;
import java.util.function.Consumer;

/**
 * What sessions share with each other.
 *
 * @param present the bounds and rules that count now
 * @param held what they and all else make the broker hold
 * @param distributors one for each loop, in the loops' order
 * @param journals likewise
 */
public record SessionServices(
    PresentRules present,
    SubscriptionTree tree,
    RetainedMessages retained,
    HeldBytes held,
    List<Distributor> distributors,
    Authorizer authorizer,
    List<Journal> journals,
    Consumer<BrokerEvent> events) {

  public SessionServices {
    distributors = List.copyOf(distributors);
    journals = List.copyOf(journals);
  }

  /** As they are now. */
  public Limits limits() {
    return present.limits();
  }

  /** As they are now. */
  public DeliveryRules rules() {
    return present.delivery();
  }

  public Journal journal(BrokerLoop loop) {
    return journals.get(loop.index());
  }

  public Distributor distributor(BrokerLoop loop) {
    return distributors.get(loop.index());
  }
}
