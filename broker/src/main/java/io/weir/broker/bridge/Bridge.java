package io.weir.broker.bridge;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.weir.broker.BrokerEvent;
import io.weir.broker.RelayClient;
import io.weir.broker.SubscribeOptions.RetainHandling;
import io.weir.broker.bridge.BridgeSettings.Address;
import io.weir.broker.bridge.BridgeSettings.Start;
import io.weir.broker.bridge.RemoteLink.Setting;
import io.weir.broker.bridge.RemoteLink.Stage;
import io.weir.broker.client.ServerTerms;
import io.weir.broker.loop.BrokerLoop;
import io.weir.broker.loop.TimerWheel;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A bridge between start and stop: when it connects, where, and when it tries again.
 *
 * <p>All of it runs on the loop of its session here.
 */
final class Bridge implements RemoteLink.Owner {
  private static final long PRIMARY_CHECK_NANOS = TimeUnit.SECONDS.toNanos(5);

  private enum Phase {
    NEW,
    /** Lazy, and too little waits. */
    DORMANT,
    CONNECTING,
    CONNECTED,
    /** For the next try. */
    WAITING,
    OVER
  }

  private final Setting setting;
  private final BridgeSettings settings;
  private final BrokerLoop loop;
  private final Consumer<BrokerEvent> events;
  private final Vertx vertx;
  private final AddressChoice addresses;
  private final RestartDelay delay;
  private final DormantEnd dormant;
  private final TimerWheel.Timer retry;
  private final TimerWheel.Timer stable;
  private final TimerWheel.Timer idle;
  private final TimerWheel.Timer primaryCheck;
  private final Promise<Void> stopped = Promise.promise();

  private Phase phase = Phase.NEW;
  private @Nullable NetClient network;
  private @Nullable RemoteLink link;
  private @Nullable Runnable whenDisconnected;
  private boolean isPrivate;
  private boolean wasPrivate;
  private boolean hasSaidConnecting;
  private String lastFailure = "";

  Bridge(Vertx vertx, Setting setting) {
    this.vertx = vertx;
    this.setting = setting;
    this.settings = setting.bridge();
    this.loop = setting.loop();
    this.events = setting.events();
    this.addresses = new AddressChoice(settings.addresses(), settings.takesTurns());
    this.delay = new RestartDelay(settings.restart(), ThreadLocalRandom.current()::nextLong);
    this.dormant = new DormantEnd(setting, settings.start().threshold(), this::wake);
    this.isPrivate = settings.remote().isPrivate() && !settings.remote().version().isMqtt5();
    TimerWheel timers = loop.timers();
    this.retry = timers.timer(this::connect);
    this.stable = timers.timer(delay::reset);
    this.idle = timers.timer(this::leaveIfIdle);
    this.primaryCheck = timers.timer(this::lookForPrimary);
  }

  BridgeSettings settings() {
    return settings;
  }

  /**
   * Begins.
   *
   * @threads any
   */
  void start() {
    loop.execute(
        () -> {
          network = vertx.createNetClient(NetworkOptions.of(settings.network()));
          prepare();
        });
  }

  /** From here on messages wait for the other broker, whether it can be reached or not. */
  private void prepare() {
    RelayClient client = setting.localEnd().open(1, RetainHandling.DO_NOT_SEND, delivery -> {});
    setting.localEnd().tell(client, false);
    client
        .connected()
        .onComplete(
            opened ->
                loop.execute(
                    () -> {
                      client.close();
                      begin();
                    }));
  }

  private void begin() {
    if (phase == Phase.OVER) {
      return;
    }
    if (settings.start().kind() == Start.Kind.LAZY) {
      sleep();
    } else {
      connect();
    }
  }

  private void sleep() {
    phase = Phase.DORMANT;
    hasSaidConnecting = false;
    dormant.open();
  }

  private void wake() {
    if (phase == Phase.DORMANT) {
      dormant.close();
      connect();
    }
  }

  private void connect() {
    NetClient client = network;
    if (phase == Phase.OVER || client == null) {
      return;
    }
    phase = Phase.CONNECTING;
    Address to = addresses.present();
    if (!hasSaidConnecting) {
      hasSaidConnecting = true;
      events.accept(new BrokerEvent.BridgeConnecting(settings.name(), to.toString()));
    }
    client
        .connect(to.port(), to.host())
        .onComplete(
            opened ->
                loop.run(
                    () -> {
                      if (opened.succeeded()) {
                        opened(opened.result());
                      } else {
                        failed(Refusals.text(opened.cause()));
                      }
                    }));
  }

  private void opened(NetSocket socket) {
    if (phase == Phase.OVER) {
      socket.close();
      return;
    }
    wasPrivate = isPrivate;
    link = new RemoteLink(setting, socket, isPrivate, this);
  }

  private void failed(String why) {
    if (phase == Phase.OVER) {
      return;
    }
    String address = addresses.present().toString();
    if (!lastFailure.equals(address + why)) {
      lastFailure = address + why;
      events.accept(new BrokerEvent.BridgeFailed(settings.name(), address, why));
    }
    if (addresses.moveOn()) {
      connect();
    } else if (settings.start().kind() == Start.Kind.ONCE) {
      end();
    } else {
      waitForRetry();
    }
  }

  private void waitForRetry() {
    phase = Phase.WAITING;
    retry.start(delay.nextNanos());
    runReplacement();
  }

  @Override
  public void connected(ServerTerms terms) {
    phase = Phase.CONNECTED;
    addresses.connected();
    lastFailure = "";
    events.accept(
        new BrokerEvent.BridgeConnected(
            settings.name(), addresses.present().toString(), terms.isSessionPresent()));
    stable.start(settings.restart().stable().toNanos());
    if (settings.start().kind() == Start.Kind.LAZY) {
      idle.start(settings.start().idle().toNanos());
    }
    if (addresses.isStopgap()) {
      primaryCheck.start(PRIMARY_CHECK_NANOS);
    }
  }

  @Override
  public void ready() {
    RemoteLink present = link;
    if (present != null) {
      dormant.takeHeld().forEach(present::deliver);
    }
  }

  @Override
  public void ended(Stage stage, boolean byBridge, String why) {
    link = null;
    stable.stop();
    idle.stop();
    primaryCheck.stop();
    if (stage == Stage.CONNECTED) {
      events.accept(
          new BrokerEvent.BridgeDisconnected(
              settings.name(), addresses.present().toString(), byBridge, why));
    }
    if (phase == Phase.OVER) {
      stopped.tryComplete();
    } else if (stage == Stage.CONNECTED) {
      lost(byBridge);
    } else if (wasPrivate && stage != Stage.REFUSED) {
      // Not a broker that knows bridges, it seems.
      isPrivate = false;
      connect();
    } else {
      // It was not the bit, then.
      isPrivate = settings.remote().isPrivate() && !settings.remote().version().isMqtt5();
      failed(why);
    }
  }

  private void lost(boolean byBridge) {
    hasSaidConnecting = false;
    addresses.lost();
    if (settings.start().kind() == Start.Kind.ONCE) {
      end();
    } else if (settings.start().kind() == Start.Kind.LAZY) {
      sleep();
      runReplacement();
    } else if (byBridge) {
      connect();
    } else {
      waitForRetry();
    }
  }

  private void leaveIfIdle() {
    RemoteLink present = link;
    if (present != null) {
      long left = settings.start().idle().toNanos() - present.idleNanos();
      if (left <= 0) {
        present.leave("idle");
      } else {
        idle.start(left);
      }
    }
  }

  /** The first address is the one that counts: as soon as it answers, the bridge goes back. */
  private void lookForPrimary() {
    NetClient client = network;
    Address first = addresses.first();
    if (client != null && phase == Phase.CONNECTED) {
      client
          .connect(first.port(), first.host())
          .onComplete(opened -> loop.run(() -> primaryAnswered(opened.result())));
    }
  }

  private void primaryAnswered(@Nullable NetSocket socket) {
    RemoteLink present = link;
    if (socket == null) {
      primaryCheck.start(PRIMARY_CHECK_NANOS);
      return;
    }
    socket.close();
    if (present != null && phase == Phase.CONNECTED) {
      present.leave("the first address answers again");
    }
  }

  /**
   * Does something as soon as the bridge is not connected, once.
   *
   * @threads any
   */
  void whenDisconnected(Runnable action) {
    loop.run(
        () -> {
          whenDisconnected = action;
          if (phase != Phase.CONNECTED) {
            runReplacement();
          }
        });
  }

  private void runReplacement() {
    Runnable action = whenDisconnected;
    whenDisconnected = null;
    if (action != null) {
      action.run();
    }
  }

  private void end() {
    phase = Phase.OVER;
    retry.stop();
    stopped.tryComplete();
    runReplacement();
  }

  /**
   * Says goodbye, and tries no more. What the other broker is owed waits in the session.
   *
   * @threads any
   */
  Future<Void> stop() {
    loop.run(
        () -> {
          phase = Phase.OVER;
          whenDisconnected = null;
          retry.stop();
          dormant.close();
          RemoteLink present = link;
          if (present == null) {
            stopped.tryComplete();
          } else {
            present.leave("the bridge stops");
          }
        });
    return stopped.future().compose(gone -> closeNetwork());
  }

  private Future<Void> closeNetwork() {
    NetClient client = network;
    return client == null ? Future.succeededFuture() : client.close();
  }
}
