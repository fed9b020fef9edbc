package io.weir.broker.protocol;

import io.weir.broker.BrokerEvent;
import io.weir.broker.Limits;
import io.weir.broker.auth.Authenticator;
import io.weir.broker.session.SessionRegistry;
import io.weir.broker.session.SessionServices;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What connections share with each other.
 *
 * @param sockets how many are open, whether or not they have sent CONNECT
 * @param clients how many are let in, over sockets and in the process
 */
public record BrokerServices(
    SessionServices sessions,
    SessionRegistry registry,
    Authenticator authenticator,
    AtomicInteger sockets,
    AtomicInteger clients) {

  public Limits limits() {
    return sessions.limits();
  }

  public void report(BrokerEvent event) {
    sessions.events().accept(event);
  }
}
