package io.weir.broker;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.weir.broker.loop.BrokerLoop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The event loops that the broker runs on: one verticle each, so that Vert.x spreads them over its
 * own and takes down with them what was opened on them.
 */
final class BrokerLoops {
  private final Vertx vertx;
  private final String deploymentId;
  private final List<BrokerLoop> loops;

  private BrokerLoops(Vertx vertx, String deploymentId, List<BrokerLoop> loops) {
    this.vertx = vertx;
    this.deploymentId = deploymentId;
    this.loops = loops;
  }

  static Future<BrokerLoops> start(Vertx vertx, int count) {
    List<BrokerLoop> started = Collections.synchronizedList(new ArrayList<>());
    DeploymentOptions options = new DeploymentOptions().setInstances(count);
    return vertx
        .deployVerticle(() -> new LoopVerticle(started), options)
        .map(id -> new BrokerLoops(vertx, id, List.copyOf(started)));
  }

  List<BrokerLoop> all() {
    return loops;
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
