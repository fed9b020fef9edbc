package io.weir.broker.bridge;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What lies between two brokers: passes bytes on, and cuts connections when told to. */
final class UnsteadyNetwork implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final NetClient client = vertx.createNetClient();
  private final NetServer server;
  private final Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger chunksLeft = new AtomicInteger(Integer.MAX_VALUE);
  private volatile boolean isSilent;
  private volatile int delayMillis;

  UnsteadyNetwork(int targetPort) {
    server =
        vertx
            .createNetServer()
            .connectHandler(
                socket -> {
                  socket.pause();
                  client
                      .connect(targetPort, "127.0.0.1")
                      .onSuccess(target -> join(socket, target))
                      .onFailure(e -> socket.close());
                });
    BridgedBroker.get(server.listen(0, "127.0.0.1"));
  }

  private void join(NetSocket one, NetSocket other) {
    pass(one, other, false);
    pass(other, one, true);
    one.resume();
  }

  private void pass(NetSocket from, NetSocket to, boolean isAnswer) {
    sockets.add(from);
    from.closeHandler(
        closed -> {
          sockets.remove(from);
          to.close();
        });
    from.exceptionHandler(e -> to.close());
    from.handler(
        bytes -> {
          if (isSilent && isAnswer) {
            return;
          }
          if (chunksLeft.getAndDecrement() == 0) {
            cut();
          } else if (delayMillis > 0) {
            vertx.setTimer(delayMillis, due -> to.write(bytes));
          } else {
            to.write(bytes);
          }
        });
  }

  int port() {
    return server.actualPort();
  }

  /** Ends all connections now, and what is under way is lost. */
  void cut() {
    sockets.forEach(NetSocket::close);
  }

  /** Takes its time with everything. */
  void slowDown(int millis) {
    delayMillis = millis;
  }

  /** Loses all answers from now on, without a word. */
  void fallSilent() {
    isSilent = true;
  }

  /** Loses what comes after this many pieces, and cuts. */
  void cutAfter(int pieces) {
    chunksLeft.set(pieces);
  }

  @Override
  public void close() {
    BridgedBroker.get(vertx.close());
  }
}
