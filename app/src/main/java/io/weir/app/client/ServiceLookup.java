package io.weir.app.client;

import io.vertx.core.Future;
import io.vertx.core.dns.DnsClient;
import io.vertx.core.dns.SrvRecord;
import io.weir.broker.client.Route;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the brokers of a domain in DNS, by its SRV records. Of those with the same priority, the
 * one with the greater weight comes first.
 */
final class ServiceLookup {
  private final DnsClient dns;

  ServiceLookup(DnsClient dns) {
    this.dns = dns;
  }

  /**
   * The brokers, best first; fails if there is none.
   *
   * @param isEncrypted whether those that take encrypted connections are wanted
   */
  Future<List<Route.Server>> servers(String domain, boolean isEncrypted) {
    String name = (isEncrypted ? "_secure-mqtt._tcp." : "_mqtt._tcp.") + domain;
    return dns.resolveSRV(name)
        .transform(
            found ->
                found.succeeded() && !found.result().isEmpty()
                    ? Future.succeededFuture(sorted(found.result()))
                    : Future.failedFuture(
                        new ClientException(
                            "DNS knows no broker for -S: " + name, ExitCodes.FAILURE)));
  }

  private static List<Route.Server> sorted(List<SrvRecord> records) {
    return records.stream()
        .sorted(
            Comparator.comparingInt(SrvRecord::priority)
                .thenComparing(SrvRecord::weight, Comparator.reverseOrder()))
        .map(record -> new Route.Server(record.target(), record.port()))
        .toList();
  }
}
