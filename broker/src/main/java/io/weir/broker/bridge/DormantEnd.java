package io.weir.broker.bridge;

import io.weir.broker.LocalDelivery;
import io.weir.broker.RelayClient;
import io.weir.broker.SubscribeOptions.RetainHandling;
import io.weir.broker.bridge.RemoteLink.Setting;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the place of the other broker while a lazy bridge sleeps, and counts what waits for it.
 * Messages of QoS 0 are kept here; the others stay the session's, since nobody acknowledges them.
 *
 * @threads the bridge's loop only
 */
final class DormantEnd {
  private final Setting setting;
  private final int threshold;
  private final Runnable wake;
  private final ArrayDeque<LocalDelivery> held = new ArrayDeque<>(0);
  private @Nullable RelayClient client;
  private int waiting;

  DormantEnd(Setting setting, int threshold, Runnable wake) {
    this.setting = setting;
    this.threshold = threshold;
    this.wake = wake;
  }

  void open() {
    waiting = held.size();
    RelayClient opened = setting.localEnd().open(threshold, RetainHandling.DO_NOT_SEND, this::take);
    client = opened;
    opened.resume();
  }

  private void take(LocalDelivery delivery) {
    if (delivery.packetId() == 0) {
      held.add(delivery);
      if (held.size() > setting.limits().session().maxQueued()) {
        held.remove();
      }
    }
    waiting++;
    if (waiting >= threshold) {
      setting.loop().execute(wake);
    }
  }

  void close() {
    RelayClient present = client;
    client = null;
    if (present != null) {
      present.close();
    }
  }

  List<LocalDelivery> takeHeld() {
    List<LocalDelivery> taken = List.copyOf(held);
    held.clear();
    return taken;
  }
}
