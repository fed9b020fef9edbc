package io.weir.broker.client;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import io.weir.broker.loop.BrokerLoop;
import io.weir.broker.loop.TimerWheel;
import io.weir.broker.packet.Ack;
import io.weir.broker.packet.ProtocolVersion;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.packet.Subscribe;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A small MQTT client: it connects, publishes, subscribes, receives and leaves. After a loss it can
 * be told to connect again, and goes on with what was under way.
 *
 * @threads any; futures complete, and the listener is called, on the client's loop
 * @mqtt 5.0 §3, §4
 */
public final class MqttClient {
  private static final long CONNACK_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final int MAX_PACKET_BYTES = 268_435_455;
  private static final int MAX_OUTPUT_BYTES = 1024 * 1024;

  /** Hears what comes. */
  public interface Listener {
    /**
     * A message of QoS 2 is there, which will be received once it is taken.
     *
     * @param take to be called by who wants it; a message that nobody takes stays with the server
     */
    void offered(Incoming message, Runnable take);

    /**
     * A message.
     *
     * @param done to be called once when it has been dealt with: it is acknowledged then
     */
    void received(Incoming message, Runnable done);

    /** A connection that was made is over, and not because the client left. */
    void lost(@Nullable Throwable why);
  }

  /** Where everything runs. */
  interface Loop {
    void run(Runnable task);
  }

  private final Context context;
  private final Dialer dialer;
  private final ProtocolVersion version;
  private final Greeting greeting;
  private final Listener listener;
  private final PacketWriter writer;
  private final SendWindow outgoing;
  private final ReceiveWindow incoming;
  private final Map<Integer, Promise<List<Integer>>> requests = new HashMap<>(4);
  private @Nullable BrokerLoop loop;
  private @Nullable Connection connection;
  private volatile String clientId;

  /** A client that isn't connected yet. */
  public MqttClient(
      Vertx vertx, ProtocolVersion version, Route route, Greeting greeting, Listener listener) {
    this.context = vertx.getOrCreateContext();
    this.dialer = new Dialer(context, route);
    this.version = version;
    this.greeting = greeting;
    this.listener = listener;
    this.writer = new PacketWriter(version);
    this.outgoing = new SendWindow(writer);
    this.incoming = new ReceiveWindow(writer, listener, this::execute);
    this.clientId = greeting.clientId();
  }

  private void execute(Runnable task) {
    context.runOnContext(ignored -> task.run());
  }

  private <T> Future<T> request(Consumer<Promise<T>> request) {
    Promise<T> promise = Promise.promise();
    execute(() -> request.accept(promise));
    return promise.future();
  }

  /** The name that the server knows us by; empty if it isn't known. */
  public String clientId() {
    return clientId;
  }

  /**
   * Connects; fails with a {@link RefusedException} if the server says no. Not to be called while
   * there is a connection, or one is being made.
   */
  public Future<ServerTerms> connect() {
    return request(
        connected ->
            dialer
                .open()
                .onSuccess(socket -> connection = new Connection(socket, connected))
                .onFailure(connected::fail));
  }

  /**
   * Publishes. What can't be sent now waits, also for a connection to come.
   *
   * @return done when the server has the message, by the rules of its QoS; fails with a {@link
   *     RefusedException} if it doesn't take it
   */
  public Future<Void> publish(Outgoing message) {
    return request(promise -> outgoing.add(message).onComplete(promise));
  }

  /**
   * Subscribes with one packet.
   *
   * @return what is granted for each filter: a QoS, or 0x80 and above for a refusal
   */
  public Future<List<Integer>> subscribe(List<Subscribe.Request> filters, PropertyList properties) {
    return ask(id -> writer.subscribe(id, filters, properties));
  }

  /** Ends subscriptions. */
  public Future<Void> unsubscribe(List<String> filters, PropertyList properties) {
    return ask(id -> writer.unsubscribe(id, filters, properties)).mapEmpty();
  }

  private Future<List<Integer>> ask(
      java.util.function.IntFunction<io.netty.buffer.ByteBuf> packet) {
    return request(
        promise -> {
          Connection present = connection;
          if (present == null) {
            promise.fail("there is no connection");
            return;
          }
          int id = outgoing.nextId();
          try {
            present.socket.write(packet.apply(id));
            requests.put(id, promise);
          } catch (IllegalArgumentException e) {
            promise.fail(e);
          }
        });
  }

  /** Says goodbye; done when the connection is closed, at once if there is none. */
  public Future<Void> disconnect(ReasonCode reason, PropertyList properties) {
    return request(
        promise -> {
          Connection present = connection;
          if (present == null) {
            promise.complete();
          } else {
            present.leaving = promise;
            present.socket.closeWith(writer.disconnect(reason, properties));
          }
        });
  }

  /** From CONNECT to the end. */
  private final class Connection implements PacketSocket.Listener {
    private final PacketSocket socket;
    private final Promise<ServerTerms> connected;
    private final ReceiveWindow.Flow flow;
    private final TimerWheel timers;
    private final TimerWheel.Timer deadline;
    private @Nullable PingTimer pings;
    private @Nullable Promise<Void> leaving;
    private @Nullable Throwable why;

    Connection(NetSocket network, Promise<ServerTerms> connected) {
      BrokerLoop own = loop == null ? new BrokerLoop(0, context) : loop;
      loop = own;
      this.connected = connected;
      this.timers = own.timers();
      this.socket = new PacketSocket(network, own, version.isMqtt5(), bounds(), this);
      this.flow = incoming.new Flow(socket);
      this.deadline = timers.timer(() -> fail("the broker gave no answer in time"));
      deadline.start(CONNACK_NANOS);
      try {
        socket.write(writer.connect(greeting));
      } catch (IllegalArgumentException e) {
        why = e;
        socket.close();
      }
    }

    private PacketSocket.Bounds bounds() {
      PropertyList said = greeting.properties();
      return new PacketSocket.Bounds(
          MAX_PACKET_BYTES,
          MAX_OUTPUT_BYTES,
          (int) said.number(PropertyType.TOPIC_ALIAS_MAXIMUM, 0));
    }

    private void fail(String text) {
      if (why == null) {
        why = new java.io.IOException(text);
      }
      socket.close();
    }

    @Override
    public void connAck(boolean isSessionPresent, int code, PropertyList properties) {
      deadline.stop();
      if (code != 0) {
        why = RefusedException.connection(code, properties.text(PropertyType.REASON_STRING));
        socket.close();
        return;
      }
      ServerTerms terms = ServerTerms.of(isSessionPresent, properties, greeting.keepAliveSeconds());
      String assigned = properties.text(PropertyType.ASSIGNED_CLIENT_IDENTIFIER);
      clientId = assigned == null ? clientId : assigned;
      if (terms.keepAliveSeconds() > 0) {
        pings =
            new PingTimer(
                timers,
                terms.keepAliveSeconds(),
                () -> socket.write(writer.ping()),
                () -> fail("the broker no longer answers"));
      }
      if (!isSessionPresent) {
        incoming.forget();
      }
      connected.complete(terms);
      outgoing.connected(socket, terms);
    }

    @Override
    public void publish(Incoming message) {
      flow.publish(message);
    }

    @Override
    public void answer(Ack.Kind kind, int packetId, ReasonCode reason) {
      switch (kind) {
        case PUBACK -> outgoing.acknowledged(packetId, reason);
        case PUBREC -> outgoing.received(socket, packetId, reason);
        case PUBREL -> flow.released(packetId);
        case PUBCOMP -> outgoing.completed(packetId);
      }
    }

    @Override
    public void subAck(int packetId, List<Integer> codes) {
      answered(packetId, codes);
    }

    @Override
    public void unsubAck(int packetId) {
      answered(packetId, List.of());
    }

    private void answered(int packetId, List<Integer> codes) {
      Promise<List<Integer>> request = requests.remove(packetId);
      if (request != null) {
        request.complete(codes);
      }
    }

    @Override
    public void pong() {
      if (pings != null) {
        pings.answered();
      }
    }

    @Override
    public void goodbye(ReasonCode reason, @Nullable String text) {
      fail(
          "the broker said goodbye: "
              + RefusedException.message(reason).text()
              + (text == null ? "" : " (" + text + ")"));
    }

    @Override
    public void writable(boolean isWritable) {
      if (isWritable) {
        outgoing.pump();
      }
    }

    @Override
    public void closed(@Nullable Throwable cause) {
      deadline.stop();
      if (pings != null) {
        pings.stop();
      }
      connection = null;
      outgoing.disconnected();
      Throwable reason = why == null ? cause : why;
      List<Promise<List<Integer>>> unanswered = List.copyOf(requests.values());
      requests.clear();
      unanswered.forEach(request -> request.fail("the connection is lost"));
      boolean wasConnecting =
          connected.tryFail(
              reason == null
                  ? new java.io.IOException("the broker closed the connection")
                  : reason);
      if (leaving != null) {
        leaving.complete();
      } else if (!wasConnecting) {
        listener.lost(reason);
      }
    }
  }
}
