package io.weir.nodes.udp;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.weir.engine.node.NodeException;
import io.weir.nodes.support.SocketErrors;
import io.weir.nodes.support.Sockets;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A socket on an event loop, used by one node or several.
 *
 * @threads any; those who receive are called on the socket's loop
 */
final class UdpSocket {
  /** What may wait to be sent; a flow that sends faster than the network loses the rest. */
  private static final int MOST_UNSENT_BYTES = 4 << 20;

  private final UdpBinding binding;
  private final Context loop;
  private final Promise<DatagramSocket> opened = Promise.promise();
  private final List<Consumer<DatagramPacket>> receivers = new CopyOnWriteArrayList<>();
  private final AtomicLong unsent = new AtomicLong();

  /** A socket that is being opened. */
  UdpSocket(Vertx vertx, UdpBinding binding) {
    this.binding = binding;
    loop = Sockets.eventLoop(vertx);
    loop.runOnContext(now -> open(vertx));
  }

  private void open(Vertx vertx) {
    DatagramSocket socket;
    try {
      socket = vertx.createDatagramSocket(binding.options());
    } catch (RuntimeException e) {
      opened.fail(e);
      return;
    }
    socket.handler(packet -> receivers.forEach(each -> each.accept(packet)));
    socket
        .listen(binding.port(), binding.host())
        .onSuccess(opened::complete)
        .onFailure(
            why -> {
              opened.fail(why);
              socket.close();
            });
  }

  UdpBinding binding() {
    return binding;
  }

  /** The port that it listens on, once it does. */
  Future<Integer> port() {
    return opened.future().map(socket -> socket.localAddress().port());
  }

  void addReceiver(Consumer<DatagramPacket> receiver) {
    receivers.add(receiver);
  }

  void removeReceiver(Consumer<DatagramPacket> receiver) {
    receivers.remove(receiver);
  }

  /**
   * Joins a group, on the interface of the binding or else the usual one.
   *
   * @return fails with what to say
   */
  Future<Void> join(String group) {
    MulticastInterface iface =
        binding.iface() == null ? MulticastInterface.usual(binding.isIpV6()) : binding.iface();
    InetAddress address = io.netty.util.NetUtil.createInetAddressFromIpAddressString(group);
    if (address == null || !address.isMulticastAddress()) {
      return Future.failedFuture(new NodeException("Bad Multicast Address"));
    }
    if (iface == null) {
      return Future.failedFuture(new NodeException("Must be ip address of the required interface"));
    }
    return onLoop(socket -> socket.listenMulticastGroup(group, iface.name(), null))
        .recover(why -> Future.failedFuture(new NodeException("error: " + SocketErrors.code(why))));
  }

  /** Sends a datagram. */
  Future<Void> send(Buffer data, int port, String host) {
    if (unsent.addAndGet(data.length()) > MOST_UNSENT_BYTES) {
      unsent.addAndGet(-data.length());
      return Future.failedFuture(new NodeException("ENOBUFS: too much waits to be sent"));
    }
    return onLoop(socket -> socket.send(data, port, host))
        .onComplete(sent -> unsent.addAndGet(-data.length()));
  }

  private Future<Void> onLoop(java.util.function.Function<DatagramSocket, Future<Void>> action) {
    Promise<Void> done = Promise.promise();
    loop.runOnContext(now -> opened.future().compose(action).onComplete(done));
    return done.future();
  }

  /** Closes the socket, once it is open. */
  Future<Void> close() {
    receivers.clear();
    return onLoop(DatagramSocket::close).otherwiseEmpty();
  }

  /** The sender's address as this kind of socket has it. */
  String ip(DatagramPacket packet) {
    String address = packet.sender().hostAddress();
    // Java takes an IPv4 address out of the IPv6 one that it came in.
    return binding.isIpV6() && address.indexOf(':') < 0 ? "::ffff:" + address : address;
  }
}
