package io.weir.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.weir.app.log.MosquittoLines;
import io.weir.app.log.MosquittoLog;
import io.weir.broker.Broker;
import io.weir.broker.BrokerConfig.Persistence;
import io.weir.broker.BrokerSubscription;
import io.weir.broker.ListenerAddress;
import io.weir.broker.Reconfigured;
import io.weir.broker.auth.AccessControl;
import io.weir.broker.auth.AccessFileException;
import io.weir.broker.config.ConfException;
import io.weir.broker.config.ConfWarning;
import io.weir.broker.config.LogSettings;
import io.weir.broker.config.LogSettings.Kind;
import io.weir.broker.config.MosquittoConf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The broker alone, by a mosquitto.conf: started, reloaded, stopped.
 *
 * @threads the caller's, one at a time
 */
public final class BrokerProgram {
  private static final long STOP_SECONDS = 10;

  private final Options options;
  private final MosquittoConf conf;
  private final MosquittoLog log;
  private final AccessControl access;
  private final Vertx vertx;
  private final Broker broker;

  /**
   * What the command line says.
   *
   * @param ports further ones to listen on, or other ones than the default
   * @param verbose whether all kinds of lines are logged
   * @param quiet whether none is
   */
  public record Options(
      @Nullable Path file, List<Integer> ports, boolean verbose, boolean quiet, boolean strict) {
    public Options {
      ports = List.copyOf(ports);
    }

    /**
     * Reads the configuration.
     *
     * @throws ConfException naming file and line; in strict mode also for options that are left out
     */
    public MosquittoConf read() throws ConfException {
      MosquittoConf conf = MosquittoConf.read(file, ports);
      for (ConfWarning warning : conf.warnings()) {
        if (strict && warning.isMissing()) {
          throw new ConfException(warning.text());
        }
      }
      return conf;
    }
  }

  private BrokerProgram(Options options, MosquittoConf conf, AccessControl access) {
    this.options = options;
    this.conf = conf;
    this.access = access;
    this.vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    this.broker = new Broker(vertx, conf.broker(), access, access);
    this.log = new MosquittoLog(settings(conf), broker::publish);
  }

  private LogSettings settings(MosquittoConf read) {
    if (options.quiet()) {
      return read.log().withoutKinds();
    }
    return options.verbose() ? read.log().withAllKinds() : read.log();
  }

  /**
   * Starts a broker.
   *
   * @throws ConfException or {@link AccessFileException} naming file and line
   * @throws StartFailure or {@link io.weir.broker.BrokerException} if it can't listen
   */
  public static BrokerProgram start(Options options) throws Exception {
    MosquittoConf conf = options.read();
    BrokerProgram program = new BrokerProgram(options, conf, new AccessControl(conf.policies()));
    program.run();
    return program;
  }

  private void run() throws Exception {
    log.write(Kind.INFORMATION, "weir version " + Version.current() + " starting");
    log.write(
        Kind.INFORMATION,
        options.file() == null
            ? "Using default config."
            : "Config loaded from " + options.file() + ".");
    warn(conf);
    broker.onEvent(new MosquittoLines(log)::write);
    try {
      writePid();
      broker.start().toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      stop();
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (StartFailure e) {
      stop();
      throw e;
    }
    log.write(Kind.INFORMATION, "weir version " + Version.current() + " running");
    broker.runBridges(conf.bridges());
  }

  private void warn(MosquittoConf read) {
    read.warnings().forEach(warning -> log.write(Kind.WARNING, "Warning: " + warning.text()));
    read.fileWarnings().forEach(warning -> log.write(Kind.WARNING, "Warning: " + warning));
  }

  private void writePid() {
    Path file = conf.pidFile();
    if (file == null) {
      return;
    }
    try {
      Files.writeString(file, ProcessHandle.current().pid() + "\n");
    } catch (IOException e) {
      throw new StartFailure("the pid_file " + file + " can't be written: " + e, e);
    }
  }

  /** Where it listens. */
  public List<ListenerAddress> addresses() {
    return broker.addresses();
  }

  /**
   * Reads everything again that may change while it runs; clients that would not get in any more
   * are disconnected. What can't be read leaves things as they are.
   */
  public void reload() {
    log.write(Kind.INFORMATION, "Reloading config.");
    try {
      MosquittoConf read = options.read();
      AccessControl.Policies policies = read.policies();
      warn(read);
      access.replace(policies);
      log.reopen(settings(read));
      await(
          "limits are as before",
          broker.reconfigure(read.broker()).onSuccess(this::tell).mapEmpty());
      await("the certificates are as before", broker.reloadCertificates());
      await("clients were not looked through", broker.endForbidden().mapEmpty());
      broker.runBridges(read.bridges());
    } catch (ConfException | AccessFileException e) {
      log.write(Kind.ERROR, "Error: " + e.getMessage() + "; nothing was reloaded.");
    }
  }

  /** Forces what is kept onto the device and compacts it. */
  public void save() {
    Persistence persistence = conf.broker().persistence();
    if (persistence != null) {
      log.write(Kind.INFORMATION, "Saving in-memory database to " + persistence.directory() + ".");
      await("what is kept could not be saved", broker.save().mapEmpty());
    }
  }

  /** Says who has subscribed to what. */
  public void printSubscriptions() {
    String filter = "";
    StringBuilder line = new StringBuilder();
    log.write(Kind.INFORMATION, "Subscriptions:");
    for (BrokerSubscription subscription : broker.subscriptions()) {
      if (!subscription.filter().equals(filter)) {
        printSubscribers(line);
        filter = subscription.filter();
        line.append("  ").append(filter);
      }
      line.append(" (")
          .append(subscription.clientId())
          .append(", ")
          .append(subscription.qos().level())
          .append(')');
    }
    printSubscribers(line);
  }

  private void printSubscribers(StringBuilder line) {
    if (!line.isEmpty()) {
      log.write(Kind.INFORMATION, line.toString());
      line.setLength(0);
    }
  }

  private void await(String otherwise, Future<Void> done) {
    try {
      done.toCompletionStage().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      log.write(Kind.ERROR, "Error: " + otherwise + ": " + e.getCause() + ".");
    } catch (TimeoutException e) {
      log.write(Kind.ERROR, "Error: " + otherwise + ": it takes too long.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(Reconfigured outcome) {
    outcome.changed().forEach(what -> log.write(Kind.INFORMATION, "Changed: " + what + "."));
    outcome
        .fromNextStart()
        .forEach(
            what ->
                log.write(Kind.WARNING, "Warning: " + what + "; that counts from the next start."));
  }

  /** Stops in order, within ten seconds. */
  public void stop() {
    log.write(Kind.INFORMATION, "weir version " + Version.current() + " terminating");
    await("not everything stopped in order", broker.stop().compose(stopped -> vertx.close()));
    access.close();
    Path pid = conf.pidFile();
    if (pid != null) {
      pid.toFile().delete();
    }
    log.close();
  }
}
