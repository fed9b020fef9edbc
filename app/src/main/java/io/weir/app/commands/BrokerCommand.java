package io.weir.app.commands;

import io.weir.app.BrokerProgram;
import io.weir.app.Signals;
import io.weir.broker.auth.AccessFileException;
import io.weir.broker.config.ConfException;
import io.weir.broker.config.ConfWarning;
import io.weir.broker.config.MosquittoConf;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code weir broker}: the MQTT broker alone, with the command line of mosquitto. */
@Command(
    name = "broker",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the MQTT broker alone, by a mosquitto.conf; without one, for this machine only.",
      "SIGHUP makes it read its files again, SIGUSR1 save and compact what it keeps, SIGUSR2 log",
      "who has subscribed to what."
    })
public final class BrokerCommand implements Callable<Integer> {
  /** As mosquitto ends when its configuration is wrong. */
  private static final int BAD_CONFIGURATION = 3;

  @Option(
      names = {"-c", "--config-file"},
      paramLabel = "FILE",
      description = "The configuration, as written for Mosquitto.")
  private @Nullable Path file;

  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT",
      description =
          "Port to listen on instead of the default one (1883); may be repeated. 0 takes a free"
              + " one.")
  private List<Integer> ports = new ArrayList<>();

  @Option(
      names = {"-v", "--verbose"},
      description = "Logs everything, whatever the configuration says.")
  private boolean verbose;

  @Option(
      names = {"-q", "--quiet"},
      description = "Logs nothing.")
  private boolean quiet;

  @Option(
      names = {"-d", "--daemon"},
      description = "Goes on in the background.")
  private boolean daemon;

  @Option(
      names = "--strict",
      description = "Does not start if an option of the configuration is not supported.")
  private boolean strict;

  @Option(
      names = "--test-config",
      description = "Reads the configuration, says what is wrong with it, and ends: 0 or 3.")
  private boolean test;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    BrokerProgram.Options options = new BrokerProgram.Options(file, ports, verbose, quiet, strict);
    try {
      if (test) {
        return test(options);
      }
      return daemon ? goBehind(options) : run(options);
    } catch (ConfException | AccessFileException e) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("Error: " + e.getMessage());
      err.flush();
      return BAD_CONFIGURATION;
    }
  }

  private int test(BrokerProgram.Options options) throws ConfException, AccessFileException {
    MosquittoConf conf = options.read();
    conf.policies();
    PrintWriter out = spec.commandLine().getOut();
    conf.warnings().stream()
        .map(ConfWarning::text)
        .forEach(text -> out.println("Warning: " + text));
    conf.fileWarnings().forEach(text -> out.println("Warning: " + text));
    out.println("Configuration file is OK.");
    out.flush();
    return 0;
  }

  private int run(BrokerProgram.Options options) throws Exception {
    BrokerProgram program = BrokerProgram.start(options);
    Runtime.getRuntime().addShutdownHook(new Thread(program::stop, "shutdown"));
    Signals.on("HUP", program::reload);
    Signals.on("USR1", program::save);
    Signals.on("USR2", program::printSubscriptions);
    // Otherwise Java would end with 143 or 130, and a service manager would call that a failure.
    Signals.on("TERM", () -> System.exit(0));
    Signals.on("INT", () -> System.exit(0));
    if (!quiet) {
      PrintWriter out = spec.commandLine().getOut();
      program
          .addresses()
          .forEach(
              address ->
                  out.println(
                      "MQTT broker on "
                          + (address.transport().equals("tcp") ? "mqtt" : address.transport())
                          + "://"
                          + (address.transport().equals("unix")
                              ? address.host()
                              : "localhost:" + address.port())));
      out.flush();
    }
    return RunCommand.GOES_ON;
  }

  /** Java can't fork, so the same program is started once more, without terminal. */
  private int goBehind(BrokerProgram.Options options)
      throws ConfException, AccessFileException, IOException {
    options.read().policies();
    ProcessHandle.Info self = ProcessHandle.current().info();
    List<String> command = new ArrayList<>();
    self.command().ifPresent(command::add);
    for (String argument : self.arguments().orElse(new String[0])) {
      if (!argument.equals("-d") && !argument.equals("--daemon")) {
        command.add(argument);
      }
    }
    new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
        .start();
    return 0;
  }
}
