package io.weir.app.web;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import io.weir.editor.http.Cors;
import io.weir.editor.http.Cors.Rule;
import io.weir.editor.http.Json;
import io.weir.editor.http.RequestGuard;
import io.weir.editor.http.TrustedProxies.Client;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MQTT at a path of the web server: makes the connection a WebSocket and hands it to the broker.
 *
 * <p>A browser lets every page open WebSockets to everywhere. Where devices have to log in that
 * does no harm; where they don't, only pages of this server and those that are named get in.
 *
 * @threads the web server's context
 * @mqtt 5.0 §6
 */
public final class MqttSocket implements Handler<RoutingContext> {
  private static final Logger log = LoggerFactory.getLogger(MqttSocket.class);

  private static final List<String> PROTOCOLS = List.of("mqtt", "mqttv3.1");
  private static final String ACCEPT_SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final Cors EVERYBODY =
      new Cors(Rule.ANY, List.of(), List.of(), null, List.of(), false, -1, Cors.USUAL_STATUS);

  private final RequestGuard guard;
  private final Terms terms;
  private final BiConsumer<NetSocket, String> broker;

  /**
   * On which terms clients get as far as the broker.
   *
   * @param origins the pages that may connect besides this server's own; {@code *} for all
   * @param isOpen asked for each client: whether the broker lets those in who don't log in
   * @param isForThisMachine whether clients on other machines are refused
   */
  public record Terms(List<String> origins, BooleanSupplier isOpen, boolean isForThisMachine) {
    public Terms {
      origins = List.copyOf(origins);
    }
  }

  /**
   * A way to a broker.
   *
   * @param broker takes a connection that is a WebSocket now, and the address of its client
   */
  public MqttSocket(RequestGuard guard, Terms terms, BiConsumer<NetSocket, String> broker) {
    this.guard = guard;
    this.terms = terms;
    this.broker = broker;
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    boolean isWebSocket =
        request.method().equals(HttpMethod.GET)
            && "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE));
    if (!isWebSocket) {
      // Flows may have a page of that name.
      context.next();
      return;
    }
    Client client = guard.proxies().clientOf(request);
    if (!guard.admits(context, pages())) {
      return;
    }
    if (terms.isForThisMachine() && !client.isHere()) {
      Json.error(
          context,
          403,
          "forbidden",
          "MQTT is for clients on this machine until mqtt in weir.yaml says who may connect");
      return;
    }
    String key = request.getHeader("Sec-WebSocket-Key");
    if (key == null || !"13".equals(request.getHeader("Sec-WebSocket-Version"))) {
      context.response().putHeader("Sec-WebSocket-Version", "13");
      Json.error(context, 426, "upgrade_required", "WebSockets are spoken here in version 13");
      return;
    }
    String offered = request.getHeader("Sec-WebSocket-Protocol");
    String protocol = protocol(offered);
    if (offered != null && protocol == null) {
      Json.error(
          context, 400, "invalid_request", "the sub-protocol must be mqtt but is " + offered);
      return;
    }
    open(request, context.response(), key, protocol, client);
  }

  private @Nullable Cors pages() {
    if (!terms.isOpen().getAsBoolean() || terms.origins().contains("*")) {
      return EVERYBODY;
    }
    return new Cors(
        Rule.LIST, terms.origins(), List.of(), null, List.of(), false, -1, Cors.USUAL_STATUS);
  }

  private static @Nullable String protocol(@Nullable String offered) {
    for (String word : offered == null ? new String[0] : offered.split(",", -1)) {
      String name = word.strip().toLowerCase(Locale.ROOT);
      if (PROTOCOLS.contains(name)) {
        return word.strip();
      }
    }
    return null;
  }

  private void open(
      HttpServerRequest request,
      HttpServerResponse response,
      String key,
      @Nullable String protocol,
      Client client) {
    response
        .setStatusCode(101)
        .putHeader(HttpHeaders.UPGRADE, "websocket")
        .putHeader(HttpHeaders.CONNECTION, "Upgrade")
        .putHeader("Sec-WebSocket-Accept", accept(key));
    if (protocol != null) {
      response.putHeader("Sec-WebSocket-Protocol", protocol);
    }
    SocketAddress peer = request.remoteAddress();
    String address =
        client.isForwarded()
            ? SocketAddress.inetSocketAddress(peer.port(), client.address()).toString()
            : String.valueOf(peer);
    request
        .toNetSocket()
        .onSuccess(socket -> broker.accept(socket, address))
        .onFailure(why -> log.debug("an MQTT client over HTTP went away: {}", why.getMessage()));
  }

  private static String accept(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + ACCEPT_SALT).getBytes(StandardCharsets.ISO_8859_1));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
