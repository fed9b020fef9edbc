package io.weir.app.commands;

import io.weir.app.FlowFileCheck;
import io.weir.app.FlowTests;
import io.weir.app.config.ConfigReader;
import io.weir.app.nodered.FolderImport;
import io.weir.app.nodered.NodeRedFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir flows …}: things to do with flow files. */
@Command(
    name = "flows",
    mixinStandardHelpOptions = true,
    description = "Works on flow files.",
    subcommands = {FlowsCommand.Check.class, FlowsCommand.Test.class, FlowsCommand.Import.class})
public final class FlowsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return picocli.CommandLine.ExitCode.USAGE;
  }

  /** {@code weir flows check FILE…}: every problem, with file, tab, node and property. */
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = "Lists every problem of flow files; exit code 1 if one can't be run.")
  public static final class Check implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Flow files.")
    private List<Path> files = List.of();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      boolean fatal = false;
      for (Path file : files) {
        FlowFileCheck.Result result = FlowFileCheck.check(file);
        result.lines().forEach(out::println);
        fatal |= result.isFatal();
      }
      out.flush();
      return fatal ? 1 : 0;
    }
  }

  /** {@code weir flows test [FLOWS.json]}: the tests made of messages, on a flow file. */
  @Command(
      name = "test",
      mixinStandardHelpOptions = true,
      description = {
        "Runs the tests made of messages that are in tests.json of the user directory.",
        "Nothing is connected, and nothing listens. Exit code 1 if one fails or can't run, 2 if"
            + " there is none (of that name)."
      })
  public static final class Test implements Callable<Integer> {
    @Option(
        names = {"-u", "--userDir", "--user-dir"},
        paramLabel = "DIR",
        description = "Where flows, settings and tests are kept (~/.weir).")
    private @Nullable Path userDir;

    @Option(
        names = {"-s", "--config", "--settings"},
        paramLabel = "FILE",
        description = "The configuration (weir.yaml in the user directory).")
    private @Nullable Path configuration;

    @Option(
        names = {"-n", "--name"},
        paramLabel = "NAME",
        description = "The name of a test, instead of all. May be given more than once.")
    private List<String> names = List.of();

    @Parameters(
        arity = "0..1",
        paramLabel = "FLOWS.json",
        description = "The flow file (the one that weir run takes).")
    private @Nullable Path flows;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      FlowTests tests =
          FlowTests.of(ConfigReader.read(ConfigReader.Overrides.of(userDir, configuration, flows)));
      if (tests.names().isEmpty()) {
        throw wrong("there are no tests in the user directory");
      }
      for (String name : names) {
        if (!tests.names().contains(name)) {
          throw wrong("there is no test \"" + name + "\"");
        }
      }
      PrintWriter out = spec.commandLine().getOut();
      boolean isOk =
          (names.isEmpty() ? tests : tests.named(names))
              .run(
                  line -> {
                    out.println(line);
                    out.flush();
                  });
      return isOk ? 0 : 1;
    }

    private ParameterException wrong(String text) {
      return new ParameterException(spec.commandLine(), text);
    }
  }

  /** {@code weir flows import FILE|DIR}: what Node-RED has, taken over. */
  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description = {
        "Takes flows of Node-RED over, with their credentials and what belongs to them.",
        "Says what could not be taken. Stop Weir first."
      })
  public static final class Import implements Callable<Integer> {
    @Parameters(
        arity = "1",
        paramLabel = "FILE|DIR",
        description = "A flow file, or a user directory such as ~/.node-red.")
    private Path source = Path.of("");

    @Option(
        names = {"-u", "--userDir", "--user-dir"},
        paramLabel = "DIR",
        description = "Where to take them over to (~/.weir).")
    private @Nullable Path userDir;

    @Option(
        names = "--replace",
        description = "Replaces flows that are there; they are kept as .flows.json.backup.")
    private boolean replace;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
      PrintWriter out = spec.commandLine().getOut();
      if (!Files.exists(source)) {
        throw new IllegalArgumentException(source + ": there is no such file or folder");
      }
      NodeRedFolder folder =
          Files.isDirectory(source) ? NodeRedFolder.of(source) : NodeRedFolder.ofFile(source);
      Path target = userDir == null ? ConfigReader.usualUserDir() : userDir;
      new FolderImport(folder, target.toAbsolutePath()).run(replace).forEach(out::println);
      out.flush();
      return 0;
    }
  }
}
