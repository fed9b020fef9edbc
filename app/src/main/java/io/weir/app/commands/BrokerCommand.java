package io.weir.app.commands;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.weir.app.BrokerLog;
import io.weir.broker.Broker;
import io.weir.broker.BrokerConfig;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code weir broker}: the MQTT broker alone. */
@Command(
    name = "broker",
    mixinStandardHelpOptions = true,
    description = "Runs the MQTT broker alone, on this machine's loopback address.")
public final class BrokerCommand implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(BrokerCommand.class);
  private static final long STOP_SECONDS = 10;

  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT",
      defaultValue = "1883",
      description = "Port to listen on (${DEFAULT-VALUE}); 0 takes a free one.")
  private int port;

  @Option(
      names = {"-v", "--verbose"},
      description = "Tells of every client that comes and goes.")
  private boolean verbose;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    Broker broker = new Broker(vertx, BrokerConfig.listeningOn("127.0.0.1", port));
    BrokerLog.listen(broker, verbose);
    try {
      broker = broker.start().toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      vertx.close().toCompletionStage().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
    Broker running = broker;
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running, vertx), "shutdown"));
    PrintWriter out = spec.commandLine().getOut();
    running
        .addresses()
        .forEach(address -> out.println("MQTT broker on mqtt://localhost:" + address.port()));
    out.flush();
    return RunCommand.GOES_ON;
  }

  private static void stop(Broker broker, Vertx vertx) {
    try {
      broker
          .stop()
          .compose(stopped -> vertx.close())
          .toCompletionStage()
          .toCompletableFuture()
          .get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      log.warn("not everything stopped in order within {} s", STOP_SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
