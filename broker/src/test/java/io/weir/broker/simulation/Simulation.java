package io.weir.broker.simulation;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Vertx;
import io.weir.broker.Broker;
import io.weir.broker.BrokerConfig;
import io.weir.broker.BrokerConfig.Persistence;
import io.weir.broker.conformance.Bytes;
import io.weir.broker.conformance.Directories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One broker and its clients for as many steps, each chosen by the seed. What the clients do
 * depends on the seed alone; how far the broker has come when they do it does not.
 */
final class Simulation {
  private static final int STEPS = 250;
  private static final int MEMBERS = 6;
  private static final long PATIENCE_NANOS = SECONDS.toNanos(15);
  private static final int WINDOW = 15;
  private static final List<String> TOPICS = List.of("a/1", "a/2", "b/1", "a");
  private static final List<String> FILTERS =
      List.of("a/1", "a/2", "a/+", "a/#", "+/1", "b/#", "#", "b/1");

  private final SplittableRandom random;
  private final Vertx vertx;
  private final Path folder;
  private final int loops;
  private final Ledger ledger = new Ledger();
  private final List<Member> members = new ArrayList<>();
  private final Member heir = new Member(new Device(Ledger.HEIR, ledger));
  private final List<Member> everyone = new ArrayList<>();
  private Path directory;
  private Broker broker;
  private int starts;

  Simulation(long seed, Vertx vertx, Path folder) {
    random = new SplittableRandom(seed);
    this.vertx = vertx;
    this.folder = folder;
    directory = folder.resolve("broker");
    loops = random.nextInt(1, 3);
    for (int i = 0; i < MEMBERS; i++) {
      members.add(new Member(new Device("c" + i, ledger)));
    }
    everyone.addAll(members);
    everyone.add(heir);
  }

  void run() throws Exception {
    start();
    try {
      callHeir();
      subscribe(heir, Ledger.WILLS, 2);
      for (int step = 0; step < STEPS; step++) {
        step();
        everyone.forEach(each -> each.device.pump());
      }
      settle();
    } catch (AssertionError failure) {
      throw new AssertionError(
          failure.getMessage() + "\nThe latest steps:\n  " + ledger.latestSteps(), failure);
    } finally {
      everyone.forEach(each -> each.device.cutOff(true));
      broker.stop().toCompletionStage().toCompletableFuture().get(30, SECONDS);
    }
  }

  private void start() throws Exception {
    BrokerConfig config =
        BrokerConfig.listeningOn("127.0.0.1", 0)
            .withEventLoops(loops)
            .withPersistence(new Persistence(directory, Persistence.Sync.PROCESS));
    broker = new Broker(vertx, config);
    broker.start().toCompletionStage().toCompletableFuture().get(30, SECONDS);
  }

  private int port() {
    return broker.addresses().get(0).port();
  }

  private void step() throws Exception {
    int choice = random.nextInt(1_000);
    Member member = members.get(random.nextInt(MEMBERS));
    SplittableRandom details = random.split();
    if (choice < 8) {
      stopAndStart();
    } else if (choice < 18) {
      crash(details.nextBoolean());
    } else if (!member.device.isConnected()) {
      if (details.nextInt(20) == 0) {
        connectInVain(member, manner(member, details));
      } else {
        connect(member, manner(member, details));
      }
    } else if (choice < 80) {
      cutOff(member, details);
    } else if (choice < 120) {
      disconnect(member, details);
    } else if (choice < 140) {
      breakProtocol(member);
    } else if (choice < 190) {
      if (details.nextInt(20) == 0) {
        connectInVain(member, manner(member, details));
      } else {
        connect(member, manner(member, details));
      }
    } else if (choice < 240) {
      member.device.isLazy = !member.device.isLazy;
    } else if (choice < 400) {
      subscribe(member, FILTERS.get(details.nextInt(FILTERS.size())), details.nextInt(3));
    } else if (choice < 460) {
      unsubscribe(member, FILTERS.get(details.nextInt(FILTERS.size())));
    } else {
      publish(member, details);
    }
  }

  private Device.Manner manner(Member member, SplittableRandom details) {
    boolean isVersion5 = details.nextBoolean();
    boolean startsClean = details.nextInt(4) == 0;
    int expiry = List.of(0, 1, Member.FOR_EVER, Member.FOR_EVER).get(details.nextInt(4));
    int delay = details.nextInt(2);
    boolean hasWill = details.nextBoolean();
    if (!isVersion5) {
      expiry = startsClean ? 0 : Member.FOR_EVER;
      delay = 0;
    }
    boolean isClean = startsClean || member.mustStartClean();
    if (!isVersion5 && isClean) {
      expiry = 0;
    }
    return new Device.Manner(
        isVersion5, isClean, expiry, hasWill ? ledger.newWill(member.device.id, delay) : null);
  }

  private void connect(Member member, Device.Manner manner) {
    Device device = member.device;
    ledger.note(device.id + " connects " + manner);
    boolean wasConnected = device.isConnected();
    Device.@Nullable OldConnection older = wasConnected ? device.handOver() : null;
    member.connecting();
    device.connect(port(), manner, () -> member.connected(manner, wasConnected));
    await(device.id + " is welcomed", device::isWelcomed);
    if (older != null) {
      await(device.id + "'s older connection is closed", older::isClosed);
      if (!older.wasTold()) {
        throw new AssertionError(device.id + " was not told of the newer connection");
      }
      older.close();
    }
  }

  private void connectInVain(Member member, Device.Manner manner) {
    Device device = member.device;
    ledger.note(device.id + " connects in vain " + manner);
    member.connecting();
    Device.OldConnection vain = device.connectInVain(port(), manner);
    // Else it might come to the broker's notice after the next one.
    await(device.id + "'s connection in vain is over", vain::isClosed);
    vain.close();
    device.cutOff(true);
    member.connectCutOff(manner);
  }

  private void callHeir() {
    connect(heir, new Device.Manner(false, false, Member.FOR_EVER, null));
  }

  private void cutOff(Member member, SplittableRandom details) {
    ledger.note(member.device.id + " is cut off");
    if (details.nextBoolean()) {
      // In the middle of a PUBLISH which must not count.
      member.device.send(new byte[] {0x30, 0x20, 0x00, 0x03, 'a', '/', '1'});
    }
    member.lost();
    member.device.cutOff(details.nextBoolean());
  }

  private void disconnect(Member member, SplittableRandom details) {
    boolean wantsWill = details.nextInt(4) == 0;
    boolean endsSession = details.nextInt(4) == 0;
    Device device = member.device;
    ledger.note(device.id + " says goodbye, for its will " + wantsWill + ", ends " + endsSession);
    if (!device.isVersion5()) {
      device.send(Bytes.DISCONNECT);
      member.left();
    } else {
      byte[] properties = endsSession ? Bytes.properties(0x11, Bytes.u32(0)) : Bytes.properties();
      if (endsSession) {
        member.endsWithConnection();
      }
      device.send(Bytes.packet(0xE0, wantsWill ? 4 : 0, properties));
      if (wantsWill) {
        member.lost();
      } else {
        member.left();
      }
    }
    await(device.id + " is let go", device::isClosedWhenPumped);
    device.cutOff(false);
  }

  private void breakProtocol(Member member) {
    Device device = member.device;
    ledger.note(device.id + " breaks the protocol");
    member.lost();
    device.send(Bytes.hex("0000"));
    await(device.id + " is thrown out", device::isClosedWhenPumped);
    if (device.isVersion5() && device.goodbyeReason() != 0x81) {
      throw new AssertionError(device.id + " was not told of its malformed packet");
    }
    device.cutOff(false);
  }

  private void subscribe(Member member, String filter, int qos) {
    Device device = member.device;
    ledger.note(device.id + " subscribes to " + filter + " with QoS " + qos);
    Subscribed subscribed = device.session().subscribing(filter, qos, ledger.now());
    int packetId = device.subscribe(filter, qos);
    await(device.id + " gets its SUBACK", () -> device.isAnswered(packetId));
    device.forgetAnswer(packetId);
    subscribed.granted(ledger.now());
  }

  private void unsubscribe(Member member, String filter) {
    Device device = member.device;
    ledger.note(device.id + " unsubscribes from " + filter);
    device.session().unsubscribing(filter, ledger.now());
    int packetId = device.unsubscribe(filter);
    await(device.id + " gets its UNSUBACK", () -> device.isAnswered(packetId));
    device.forgetAnswer(packetId);
    device.session().unsubscribed(filter, ledger.now());
  }

  private void publish(Member member, SplittableRandom details) {
    Device device = member.device;
    int count = details.nextInt(1, 5);
    String topic = TOPICS.get(details.nextInt(TOPICS.size()));
    for (int i = 0; i < count; i++) {
      int qos = details.nextInt(3);
      if (qos == 0 || device.underWay() < WINDOW) {
        Message message = new Message(device.id, ledger.size(), topic, qos, ledger.now());
        ledger.note(device.id + " publishes " + message);
        device.publish(message);
      }
    }
  }

  private void stopAndStart() throws Exception {
    ledger.note("the broker stops and starts");
    awaitLossesNoticed();
    for (Member each : everyone) {
      if (each.device.isConnected()) {
        each.left();
      }
    }
    broker.stop().toCompletionStage().toCompletableFuture().get(30, SECONDS);
    everyone.forEach(each -> each.device.cutOff(false));
    start();
    callHeir();
  }

  /** Whom the broker holds to be connected when it stops has no will any more. */
  private void awaitLossesNoticed() {
    long connected = everyone.stream().filter(each -> each.device.isConnected()).count();
    await("lost connections are noticed", () -> broker.stats().connectedClients() == connected);
  }

  /** The end at any moment, for which a copy of the broker's files stands. */
  private void crash(boolean whenNoted) throws Exception {
    ledger.note("the broker crashes, with everything noted " + whenNoted);
    if (whenNoted) {
      awaitLossesNoticed();
      everyone.stream().filter(each -> each.device.isConnected()).forEach(this::waitForStore);
    }
    directory = copied();
    for (Member each : everyone) {
      each.crashed(
          whenNoted && (loops == 1 || each.device.isConnected()), each.device.isConnected());
      each.device.cutOff(true);
    }
    broker.stop().toCompletionStage().toCompletableFuture().get(30, SECONDS);
    start();
    callHeir();
  }

  /** Tried again when the store clears files away meanwhile. */
  private Path copied() throws IOException {
    while (true) {
      Path copy = folder.resolve("copy" + ++starts);
      try {
        Directories.copy(directory, copy);
        return copy;
      } catch (UncheckedIOException moved) {
        if (!(moved.getCause() instanceof NoSuchFileException)) {
          throw moved;
        }
      }
    }
  }

  /** What is acknowledged on a loop is noted with all that came before it there. */
  private void waitForStore(Member member) {
    Device device = member.device;
    device.isLazy = false;
    await(device.id + " has room", () -> device.underWay() < WINDOW);
    Message mark = new Message(device.id, ledger.size(), "mark", 1, ledger.now());
    device.publish(mark);
    await(device.id + "'s mark is noted", () -> mark.takenAt != Message.NEVER);
    member.confirmed();
  }

  /** Everybody comes back, and gets what is owed. */
  private void settle() {
    ledger.note("all come back");
    for (Member each : members) {
      each.device.isLazy = false;
      if (!each.device.isConnected() && !each.mustStartClean()) {
        connect(each, new Device.Manner(true, false, Member.FOR_EVER, null));
      }
    }
    await(
        "acknowledgements",
        () ->
            everyone.stream()
                .allMatch(each -> each.device.underWay() == 0 || !each.device.isConnected()));
    for (Member each : everyone) {
      awaitAll(each);
    }
    awaitWills();
    for (Member each : everyone) {
      if (each.device.isConnected()) {
        int before = each.device.pongs();
        each.device.send(Bytes.PINGREQ);
        await("a PINGRESP", () -> each.device.pongs() > before);
      }
    }
  }

  private void awaitAll(Member member) {
    if (!member.device.isConnected()) {
      return;
    }
    ExpectedSession session = member.device.session();
    for (Message message : ledger.messages()) {
      await(member.device.id + " gets " + message, () -> !session.lacks(message));
    }
  }

  /** A will that falls due last shows that no cancelled one comes any more. */
  private void awaitWills() {
    Member clock = new Member(new Device("clock", ledger));
    ExpectedWill last = ledger.newWill("clock", 1);
    everyone.add(clock);
    connect(clock, new Device.Manner(true, true, Member.FOR_EVER, last));
    clock.lost();
    clock.device.cutOff(false);
    for (ExpectedWill will : ledger.wills()) {
      await("publication of the " + will, () -> !will.isPending());
    }
  }

  private void await(String what, BooleanSupplier condition) {
    long until = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new AssertionError("in vain waited until " + what);
      }
      everyone.forEach(each -> each.device.pump());
      LockSupport.parkNanos(100_000);
    }
  }
}
