package io.weir.app.commands;

import io.weir.app.Main;
import io.weir.app.client.ClientException;
import io.weir.app.client.ExitCodes;
import io.weir.app.client.LinkSettings;
import io.weir.app.client.PropertyCommand;
import io.weir.app.client.Publisher;
import io.weir.app.client.Report;
import io.weir.app.client.options.BrokerOptions;
import io.weir.app.client.options.MessageOptions;
import io.weir.app.client.options.ReportOptions;
import io.weir.app.client.options.SessionOptions;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code weir pub}: publishes messages, with the options of mosquitto_pub. */
@Command(
    name = "pub",
    exitCodeOnInvalidInput = 1,
    versionProvider = Main.Versions.class,
    sortOptions = false,
    description = "Publishes messages, as mosquitto_pub does.")
public final class PubCommand implements Callable<Integer> {
  private static final Set<PropertyCommand> PACKETS =
      Set.of(
          PropertyCommand.CONNECT,
          PropertyCommand.PUBLISH,
          PropertyCommand.DISCONNECT,
          PropertyCommand.WILL);

  @Mixin private MessageOptions message = new MessageOptions();
  @Mixin private BrokerOptions broker = new BrokerOptions();
  @Mixin private SessionOptions session = new SessionOptions();
  @Mixin private ReportOptions reports = new ReportOptions();

  @Override
  public Integer call() throws InterruptedException {
    Report report = reports.report();
    LinkSettings settings = session.settings(broker, PACKETS, 0, report::error);
    Publisher.Source source =
        message.source(broker.topic(), settings.propertiesOf(PropertyCommand.PUBLISH));
    try {
      new Publisher(settings, report, session.window(), message.isStream()).run(source);
      return ExitCodes.SUCCESS;
    } catch (ClientException e) {
      report.error(e.text());
      return e.exitCode();
    }
  }
}
