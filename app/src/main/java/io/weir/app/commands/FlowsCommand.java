package io.weir.app.commands;

import io.weir.app.FlowFileCheck;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir flows …}: things to do with flow files. */
@Command(
    name = "flows",
    mixinStandardHelpOptions = true,
    description = "Works on flow files.",
    subcommands = FlowsCommand.Check.class)
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
}
