package io.weir.app.commands;

import io.weir.app.Main;
import io.weir.app.Signals;
import io.weir.app.client.ClientException;
import io.weir.app.client.LinkSettings;
import io.weir.app.client.PropertyCommand;
import io.weir.app.client.Report;
import io.weir.app.client.Subscriber;
import io.weir.app.client.options.BrokerOptions;
import io.weir.app.client.options.OutputOptions;
import io.weir.app.client.options.ReportOptions;
import io.weir.app.client.options.SessionOptions;
import io.weir.app.client.options.SubscribeOptions;
import io.weir.app.client.output.MessagePrinter;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code weir sub}: subscribes and prints what arrives, with the options of mosquitto_sub. */
@Command(
    name = "sub",
    exitCodeOnInvalidInput = 1,
    versionProvider = Main.Versions.class,
    sortOptions = false,
    description = "Subscribes to topics and prints what arrives, as mosquitto_sub does.")
public final class SubCommand implements Callable<Integer> {
  private static final Set<PropertyCommand> PACKETS =
      Set.of(
          PropertyCommand.CONNECT,
          PropertyCommand.SUBSCRIBE,
          PropertyCommand.UNSUBSCRIBE,
          PropertyCommand.DISCONNECT,
          PropertyCommand.WILL);

  @Mixin private SubscribeOptions subscribe = new SubscribeOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private BrokerOptions broker = new BrokerOptions();
  @Mixin private SessionOptions session = new SessionOptions();
  @Mixin private ReportOptions reports = new ReportOptions();

  @Override
  public Integer call() throws InterruptedException {
    Report report = reports.report();
    Optional<String> more = broker.topic();
    LinkSettings settings =
        session.settings(broker, PACKETS, subscribe.receiveMaximum(), report::error);
    Subscriber.Plan plan = subscribe.plan(more, settings.isMqtt5(), report);
    MessagePrinter printer = output.printer(report);
    try {
      Subscriber subscriber = new Subscriber(settings, plan, printer, report);
      Signals.on("INT", subscriber::stop);
      Signals.on("TERM", subscriber::stop);
      return subscriber.run();
    } catch (ClientException e) {
      report.error(e.text());
      return e.exitCode();
    }
  }
}
