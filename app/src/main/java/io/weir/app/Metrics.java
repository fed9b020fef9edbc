package io.weir.app;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.ext.web.RoutingContext;
import io.weir.broker.Broker;
import io.weir.broker.BrokerStats;
import io.weir.editor.http.Answers;
import io.weir.editor.http.Endpoint;
import io.weir.editor.http.Endpoint.Kind;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Figures for Prometheus. They are taken from counters that the broker keeps anyway, when somebody
 * asks, and cost nothing otherwise; so not even the registry is made before.
 *
 * @threads any
 */
final class Metrics {
  private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";

  private final @Nullable Broker broker;
  private @Nullable PrometheusMeterRegistry registry;

  /**
   * Metrics of the program.
   *
   * @param broker the built-in broker, or null without it
   */
  Metrics(@Nullable Broker broker) {
    this.broker = broker;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/metrics", "Figures for Prometheus")
            .of(Kind.SERVER)
            .answersWith(200, "The figures", "text/plain")
            .by(this::answer));
  }

  private void answer(RoutingContext context) {
    // Off the event loop: the first answer has to load a library.
    context
        .vertx()
        .executeBlocking(this::scrape)
        .onSuccess(text -> Answers.end(context, TEXT_FORMAT, text))
        .onFailure(context::fail);
  }

  private synchronized String scrape() {
    PrometheusMeterRegistry present = registry;
    if (present == null) {
      present = open();
      registry = present;
    }
    return present.scrape(TEXT_FORMAT);
  }

  private PrometheusMeterRegistry open() {
    PrometheusMeterRegistry opened = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(opened);
    new JvmThreadMetrics().bindTo(opened);
    new ProcessorMetrics().bindTo(opened);
    new UptimeMetrics().bindTo(opened);
    if (broker != null) {
      new BrokerMeters(opened, broker).register();
    }
    return opened;
  }

  /** One line for each figure of the broker. */
  private record BrokerMeters(PrometheusMeterRegistry registry, Broker broker) {
    void register() {
      gauge("clients.connected", "Clients that are connected", BrokerStats::connectedClients);
      gauge("sessions", "Sessions, connected or not", BrokerStats::sessions);
      gauge("subscriptions", "Subscriptions of all sessions", BrokerStats::subscriptions);
      gauge("retained", "Topics with a retained message", BrokerStats::retainedMessages);
      counter("publications.received", "Publications taken in", BrokerStats::publicationsReceived);
      counter("publications.sent", "Publications delivered", BrokerStats::publicationsSent);
      counter(
          "publications.dropped",
          "Publications that a receiver did not get, for whatever reason",
          BrokerStats::publicationsDropped);
      counter("packets.received", "MQTT packets from clients", BrokerStats::packetsReceived);
      counter("packets.sent", "MQTT packets to clients", BrokerStats::packetsSent);
      counter("bytes.received", "Bytes from clients", BrokerStats::bytesReceived);
      counter("bytes.sent", "Bytes to clients", BrokerStats::bytesSent);
    }

    private void gauge(String name, String help, ToDoubleFunction<BrokerStats> figure) {
      Gauge.builder("weir.mqtt." + name, broker, b -> figure.applyAsDouble(b.stats()))
          .description(help)
          .register(registry);
    }

    private void counter(String name, String help, ToLongFunction<BrokerStats> figure) {
      FunctionCounter.builder("weir.mqtt." + name, broker, b -> figure.applyAsLong(b.stats()))
          .description(help)
          .register(registry);
    }
  }
}
