package io.weir.broker.lane;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.weir.broker.BrokerEvent;
import io.weir.broker.DeliveryRules;
import io.weir.broker.Limits;
import io.weir.broker.Listener;
import io.weir.broker.auth.AllowAll;
import io.weir.broker.delivery.Distributor;
import io.weir.broker.delivery.HeldBytes;
import io.weir.broker.delivery.RetainedMessages;
import io.weir.broker.delivery.SubscriptionTree;
import io.weir.broker.protocol.BrokerServices;
import io.weir.broker.protocol.LoopConnections;
import io.weir.broker.session.PresentRules;
import io.weir.broker.session.SessionRegistry;
import io.weir.broker.session.SessionServices;
import io.weir.broker.store.Journal;
import io.weir.broker.store.RetainedStore;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A broker without sockets and threads: what connections are answered to these bytes. */
final class TestLanes {
  private final TestContext context = new TestContext();
  private final List<BrokerEvent> events = new ArrayList<>();
  private final LoopLanes lanes;

  TestLanes(Limits limits) {
    SubscriptionTree tree = new SubscriptionTree();
    HeldBytes held = new HeldBytes(limits.memory().maxBytes());
    RetainedMessages retained =
        new RetainedMessages(RetainedStore.NONE, List.of(), Duration.ZERO, limits.memory(), held);
    Distributor distributor =
        new Distributor(
            context.loop(),
            tree,
            retained,
            Journal.NONE,
            limits.memory().routeCacheEntries(),
            false);
    SessionServices sessions =
        new SessionServices(
            new PresentRules(limits, DeliveryRules.DEFAULT),
            tree,
            retained,
            held,
            List.of(distributor),
            AllowAll.INSTANCE,
            List.of(Journal.NONE),
            events::add);
    BrokerServices services =
        new BrokerServices(
            sessions,
            new SessionRegistry(sessions),
            AllowAll.INSTANCE,
            new AtomicInteger(),
            new AtomicInteger());
    lanes = new LoopLanes(services, context.loop(), new LoopConnections());
  }

  List<BrokerEvent> events() {
    return events;
  }

  /** A connection whose errors come out where its bytes are put in. */
  final class Wire implements AutoCloseable {
    private final Lane lane =
        lanes.newLane(
            new LaneConnection.Remote(
                Listener.tcp("127.0.0.1", 1883), "127.0.0.1:1", List.of(), false));
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ChannelHandlerContext place;

    Wire() {
      // On the heap, where what is allocated can be counted.
      channel.config().setAllocator(new UnpooledByteBufAllocator(false));
      channel.pipeline().addLast(lane);
      place = channel.pipeline().context(lane);
    }

    /** Gives the lane a slice as a socket would, unless it has closed. */
    void arrives(byte[] bytes, int from, int to) {
      if (!channel.isOpen() || place.isRemoved()) {
        return;
      }
      ByteBuf slice = Unpooled.copiedBuffer(bytes, from, to - from);
      // Not by the pipeline, which would make an error a reason to close.
      lane.channelRead(place, slice);
      settle();
    }

    private void settle() {
      context.runTasks();
      channel.runPendingTasks();
      context.runTasks();
    }

    /** All that was sent so far. */
    byte[] answers() {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      ByteBuf part = channel.readOutbound();
      while (part != null) {
        byte[] bytes = new byte[part.readableBytes()];
        part.readBytes(bytes);
        part.release();
        all.writeBytes(bytes);
        part = channel.readOutbound();
      }
      return all.toByteArray();
    }

    @Override
    public void close() {
      channel.finishAndReleaseAll();
      settle();
      channel.checkException();
    }
  }
}
