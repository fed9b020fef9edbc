package io.weir.broker.auth;

import io.vertx.core.Future;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.topic.TopicFilter;
import org.jspecify.annotations.Nullable;

/** Lets everyone in and do everything; for brokers that only the own machine reaches. */
public enum AllowAll implements Authenticator, Authorizer, Access {
  INSTANCE;

  @Override
  public Future<ReasonCode> authenticate(Credentials credentials) {
    return Future.succeededFuture(ReasonCode.SUCCESS);
  }

  @Override
  public Access accessOf(ClientIdentity client) {
    return this;
  }

  @Override
  public boolean mayPublish(String topic) {
    return true;
  }

  @Override
  public boolean maySubscribe(TopicFilter filter) {
    return true;
  }

  @Override
  public boolean mayReceive(String topic) {
    return true;
  }

  @Override
  public boolean mayPublish(String clientId, @Nullable String userName, String topic) {
    return true;
  }

  @Override
  public boolean maySubscribe(String clientId, @Nullable String userName, TopicFilter filter) {
    return true;
  }
}
