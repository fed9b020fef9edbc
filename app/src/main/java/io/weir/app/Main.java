package io.weir.app;

import io.weir.app.client.OptionFile;
import io.weir.app.commands.AdminHashCommand;
import io.weir.app.commands.BrokerCommand;
import io.weir.app.commands.FlowsCommand;
import io.weir.app.commands.PasswdCommand;
import io.weir.app.commands.PubCommand;
import io.weir.app.commands.RunCommand;
import io.weir.app.commands.SubCommand;
import io.weir.app.log.Logging;
import java.io.PrintWriter;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Reads the command line and runs one command. */
@Command(
    name = "weir",
    description = "A flow engine with an MQTT broker built in.",
    versionProvider = Main.Versions.class,
    mixinStandardHelpOptions = true,
    subcommands = {
      RunCommand.class,
      BrokerCommand.class,
      PubCommand.class,
      SubCommand.class,
      PasswdCommand.class,
      AdminHashCommand.class,
      FlowsCommand.class,
      AutoComplete.GenerateCompletion.class
    })
public final class Main implements java.util.concurrent.Callable<Integer> {
  @Mixin private final RunCommand.Options options = new RunCommand.Options();

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Logging.setUp();
    int code = execute(arguments);
    if (code != RunCommand.GOES_ON) {
      System.exit(code);
    }
  }

  private static int execute(String[] arguments) {
    CommandLine line = commandLine();
    String[] all;
    try {
      all = OptionFile.before(arguments, System.getenv());
    } catch (IllegalArgumentException unreadable) {
      fail(line.getErr(), unreadable);
      return CommandLine.ExitCode.SOFTWARE;
    }
    return line.execute(all);
  }

  /** The command line, for tests too. */
  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    line.getSubcommands()
        .forEach(
            (name, command) -> {
              if (name.equals("pub") || name.equals("sub")) {
                // As with mosquitto's clients, what follows an option is its value, whatever it
                // looks like.
                command.setAllowOptionsAsOptionParameters(true);
              }
            });
    return line
        // A payload or a format may start with @.
        .setExpandAtFiles(false)
        // Of an option given twice the last counts, as people expect who add to a script.
        .setOverwrittenOptionsAllowed(true)
        .setParameterExceptionHandler(
            (why, words) -> {
              PrintWriter err = why.getCommandLine().getErr();
              String command = why.getCommandLine().getCommandSpec().qualifiedName();
              err.println("weir: " + why.getMessage() + "; see " + command + " --help");
              err.flush();
              return why.getCommandLine().getCommandSpec().exitCodeOnInvalidInput();
            })
        .setExecutionExceptionHandler(
            (why, command, parsed) -> {
              fail(command.getErr(), why);
              return CommandLine.ExitCode.SOFTWARE;
            });
  }

  /** One line for what was to be expected, the whole stack for what was not. */
  private static void fail(PrintWriter err, Exception why) {
    if (why instanceof StartFailure
        || why instanceof io.weir.broker.BrokerException
        || why instanceof io.weir.broker.auth.AccessFileException
        || why instanceof IllegalArgumentException) {
      err.println("weir: " + why.getMessage());
    } else {
      why.printStackTrace(err);
    }
    err.flush();
  }

  /** Without a command: run. */
  @Override
  public Integer call() throws Exception {
    return RunCommand.run(options, spec.commandLine().getOut());
  }

  /** What {@code --version} says. */
  public static final class Versions implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return List.of(
              "Weir " + Version.current(),
              "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")",
              System.getProperty("os.name") + " " + System.getProperty("os.arch"))
          .toArray(new String[0]);
    }
  }
}
