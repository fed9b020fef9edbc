package io.weir.broker.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A socket that is asked for whole packets and never waits for one. */
final class PlainConnection {
  private static final int PAUSE_NANOS = 100_000;

  private final SocketChannel channel;
  private byte[] unread = new byte[4_096];
  private int length;
  private boolean isEnded;

  PlainConnection(int port) {
    try {
      channel = SocketChannel.open();
      channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Sends; what can't be sent any more since the broker has closed is lost, as in life. */
  void send(byte[] packet) {
    ByteBuffer buffer = ByteBuffer.wrap(packet);
    try {
      while (buffer.hasRemaining()) {
        if (channel.write(buffer) == 0) {
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
    } catch (IOException closed) {
      isEnded = true;
    }
  }

  /** The next packet if it is there. */
  byte @Nullable [] poll() {
    byte[] packet = cut();
    if (packet != null || isEnded) {
      return packet;
    }
    try {
      int count;
      do {
        if (length == unread.length) {
          unread = Arrays.copyOf(unread, 2 * unread.length);
        }
        count = channel.read(ByteBuffer.wrap(unread, length, unread.length - length));
        length += Math.max(count, 0);
      } while (count > 0);
      isEnded = count < 0;
    } catch (IOException reset) {
      isEnded = true;
    }
    return cut();
  }

  /** Whether the broker has closed; what it sent before may still be polled. */
  boolean isEnded() {
    return isEnded;
  }

  private byte @Nullable [] cut() {
    int body = 0;
    int at = 1;
    while (at < length && at < 5) {
      int digit = unread[at];
      body |= (digit & 0x7F) << (7 * (at - 1));
      at++;
      if (digit >= 0) {
        int end = at + body;
        if (end > length) {
          return null;
        }
        byte[] packet = Arrays.copyOf(unread, end);
        System.arraycopy(unread, end, unread, 0, length - end);
        length -= end;
        return packet;
      }
    }
    return null;
  }

  /** Says that nothing more comes, and leaves it to the broker to close. */
  void shutDown() {
    try {
      channel.shutdownOutput();
    } catch (IOException closed) {
      isEnded = true;
    }
  }

  /** Goes away without a word; what was not read is lost. */
  void cutOff(boolean withReset) {
    try {
      if (withReset) {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      }
      channel.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
