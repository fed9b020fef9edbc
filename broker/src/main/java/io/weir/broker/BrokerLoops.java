package io.weir.broker;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.weir.broker.loop.BrokerLoop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The event loops that the broker runs on: one verticle each, so that Vert.x spreads them over its
 * own and takes down with them what was opened on them.
 */
final class BrokerLoops {
  private final Vertx vertx;
  private final String deploymentId;
  private final List<BrokerLoop> own;
  private final List<BrokerLoop> all;

  private BrokerLoops(
      Vertx vertx, String deploymentId, List<BrokerLoop> own, List<BrokerLoop> all) {
    this.vertx = vertx;
    this.deploymentId = deploymentId;
    this.own = own;
    this.all = all;
  }

  /**
   * Starts them.
   *
   * @param annex whose loop serves the connections that it hands on, or null
   */
  static Future<BrokerLoops> start(Vertx vertx, int count, @Nullable Annex annex) {
    List<BrokerLoop> started = Collections.synchronizedList(new ArrayList<>());
    DeploymentOptions options = new DeploymentOptions().setInstances(count);
    return vertx
        .deployVerticle(() -> new LoopVerticle(started), options)
        .compose(
            id ->
                borrowed(annex, count)
                    .map(
                        guest -> {
                          List<BrokerLoop> own = List.copyOf(started);
                          guest.ifPresent(started::add);
                          return new BrokerLoops(vertx, id, own, List.copyOf(started));
                        }));
  }

  private static Future<Optional<BrokerLoop>> borrowed(@Nullable Annex annex, int index) {
    if (annex == null) {
      return Future.succeededFuture(Optional.empty());
    }
    Promise<Optional<BrokerLoop>> taken = Promise.promise();
    annex
        .context()
        .runOnContext(there -> taken.complete(Optional.of(new BrokerLoop(index, annex.context()))));
    return taken.future();
  }

  /** Those that listeners and sessions are spread over. */
  List<BrokerLoop> own() {
    return own;
  }

  /** All of them; one that is borrowed comes last. */
  List<BrokerLoop> all() {
    return all;
  }

  Future<Void> stop() {
    return vertx.undeploy(deploymentId);
  }

  private static final class LoopVerticle extends VerticleBase {
    private final List<BrokerLoop> started;

    LoopVerticle(List<BrokerLoop> started) {
      this.started = started;
    }

    @Override
    public Future<?> start() {
      synchronized (started) {
        started.add(new BrokerLoop(started.size(), context));
      }
      return Future.succeededFuture();
    }
  }
}
