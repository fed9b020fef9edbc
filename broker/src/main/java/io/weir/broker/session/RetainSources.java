package io.weir.broker.session;

import io.weir.broker.auth.Access;
import io.weir.broker.auth.Authorizer;
import io.weir.broker.auth.ClientIdentity;
import io.weir.broker.store.StoredRetained;
import java.util.HashMap;
import java.util.Map;

/**
 * Whether those who published retained messages may do so still, for one look through them.
 *
 * @threads one loop
 */
final class RetainSources {
  private final Authorizer authorizer;
  private final Map<ClientIdentity, Access> known = new HashMap<>(0);

  RetainSources(Authorizer authorizer) {
    this.authorizer = authorizer;
  }

  boolean allow(StoredRetained kept) {
    ClientIdentity source = kept.source();
    return source == null
        || known
            .computeIfAbsent(source, authorizer::accessOf)
            .mayPublish(kept.publication().topic());
  }
}
