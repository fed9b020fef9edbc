package io.weir.nodes;

import io.weir.nodes.http.client.HttpRequestSettings;
import io.weir.nodes.support.ProxyLookup;
import io.weir.nodes.tcp.TcpSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the program's settings say about node types.
 *
 * @param bufferedMessages messages that a node which waits for whole sequences keeps; Node-RED's
 *     {@code nodeMessageBufferMaxLength}, which can't be unlimited here
 * @param debugStatusLength characters of a debug node's status
 * @param mqttReconnect how long MQTT nodes wait after they lost a broker or didn't reach it
 * @param httpRequests what they say of requests to web servers
 * @param proxies how the proxies that connections go through are looked up
 * @param execBytes what a command of an exec node may say on each of its outputs
 * @param tcp what they say of the TCP nodes
 * @param fileWorkingDirectory what relative names of files start from; null for the folder that the
 *     program was started in
 */
public record NodeSettings(
    int bufferedMessages,
    int debugStatusLength,
    Duration mqttReconnect,
    HttpRequestSettings httpRequests,
    ProxyLookup proxies,
    int execBytes,
    TcpSettings tcp,
    @Nullable Path fileWorkingDirectory) {
  /** If nothing is said; as many messages as may wait in a whole tab. */
  public static final NodeSettings USUAL =
      new NodeSettings(
          10_000,
          32,
          Duration.ofSeconds(5),
          HttpRequestSettings.USUAL,
          ProxyLookup.USUAL,
          10_000_000,
          TcpSettings.USUAL,
          null);

  public NodeSettings {
    requirePositive("bufferedMessages", bufferedMessages);
    requirePositive("debugStatusLength", debugStatusLength);
    requirePositive("execBytes", execBytes);
    requirePositive("mqttReconnect", mqttReconnect);
  }

  private static void requirePositive(String what, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(what + " must be positive but is " + value);
    }
  }

  private static void requirePositive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " must be at least 1 but is " + value);
    }
  }
}
