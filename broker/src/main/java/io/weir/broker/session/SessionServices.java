package io.weir.broker.session;

import io.weir.broker.BrokerConfig.Limits;
import io.weir.broker.BrokerEvent;
import io.weir.broker.DeliveryRules;
import io.weir.broker.auth.Authorizer;
import io.weir.broker.delivery.Distributor;
import io.weir.broker.delivery.HeldBytes;
import io.weir.broker.delivery.RetainedMessages;
import io.weir.broker.delivery.SubscriptionTree;
import io.weir.broker.loop.BrokerLoop;
import io.weir.broker.store.Journal;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What sessions share with each other.
 *
 * @param held what they and all else make the broker hold
 * @param distributors one for each loop, in the loops' order
 * @param journals likewise
 * @param memory null if there is no limit
 */
public record SessionServices(
    Limits limits,
    DeliveryRules rules,
    SubscriptionTree tree,
    RetainedMessages retained,
    HeldBytes held,
    List<Distributor> distributors,
    Authorizer authorizer,
    List<Journal> journals,
    @Nullable MemoryLimit memory,
    Consumer<BrokerEvent> events) {

  public SessionServices {
    distributors = List.copyOf(distributors);
    journals = List.copyOf(journals);
  }

  public Journal journal(BrokerLoop loop) {
    return journals.get(loop.index());
  }

  public Distributor distributor(BrokerLoop loop) {
    return distributors.get(loop.index());
  }
}
