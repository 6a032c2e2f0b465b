package io.gridmill.cli;

import io.gridmill.job.ByteSize;
import io.gridmill.job.Constraint;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.TaskId;
import io.gridmill.job.client.GridAddress;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command itself, and what all of its subcommands share. */
@Command(
    name = "gridmill",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    description = "Runs batch jobs on a grid of machines and GPUs.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  gridmill demo                                 see a grid at work",
      "  gridmill up                                   start a grid on this machine",
      "  gridmill new hello                            make a project with a job",
      "  gridmill submit target/hello.jar --input '{\"n\":3}' --wait",
      "  gridmill ls",
      "",
      "`gridmill COMMAND --help` says more about a command."
    })
final class Gridmill {
  @Option(
      names = "--url",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = "The gateway; default: GRIDMILL_URL, else the grid that `up` started here.")
  @Nullable URI url;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "A file with an API key; default: GRIDMILL_KEY or GRIDMILL_KEY_FILE, else the key of the"
              + " grid that `up` started here.")
  @Nullable Path keyFile;

  @Option(
      names = "--trace",
      scope = ScopeType.INHERIT,
      description = "Show where in the program an error came from.")
  boolean trace;

  private Gridmill() {}

  /** Runs a command line and returns its exit status. */
  static int run(Cli cli, Iterable<CliExtension> extensions, String... args) {
    Gridmill root = new Gridmill();
    CommandLine line = commandLine(cli, root, extensions);
    if (args.length == 0) {
      line.usage(cli.console().err());
      return ExitCode.USAGE;
    }
    return line.execute(args);
  }

  private static CommandLine commandLine(
      Cli cli, Gridmill root, Iterable<CliExtension> extensions) {
    Connection grid = new Connection(cli, root);
    CommandLine line = new CommandLine(root);
    line.addSubcommand("up", new UpCommand(cli))
        .addSubcommand("down", new DownCommand(cli))
        .addSubcommand("new", new NewCommand(cli, NewCommand::sdkJar))
        .addSubcommand("submit", new SubmitCommand(cli, grid))
        .addSubcommand("ls", new ListCommand(cli, grid))
        .addSubcommand("show", new ShowCommand(cli, grid))
        .addSubcommand("why", new WhyCommand(cli, grid))
        .addSubcommand("logs", new LogsCommand(cli, grid))
        .addSubcommand("result", new ResultCommand(cli, grid))
        .addSubcommand("cancel", ChangeCommand.cancel(cli, grid))
        .addSubcommand("pause", ChangeCommand.pause(cli, grid))
        .addSubcommand("resume", ChangeCommand.resume(cli, grid))
        .addSubcommand("nodes", new NodesCommand(cli, grid))
        .addSubcommand("drain", new DrainCommand(cli, grid))
        .addSubcommand("keys", KeysCommand.of(cli, grid));
    for (CliExtension extension : extensions) {
      line.addSubcommand(extension.name(), extension.command(cli));
    }
    converters(line);
    line.setOut(cli.console().out())
        .setErr(cli.console().err())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(false)
        .setUsageHelpWidth(100)
        .setParameterExceptionHandler((e, args) -> refuse(cli, e))
        .setExecutionExceptionHandler((e, command, parsed) -> fail(cli, root, e));
    helpInAll(line);
    return line;
  }

  private static void helpInAll(CommandLine line) {
    line.getCommandSpec().usageMessage().exitCodeListHeading("%nExit status:%n");
    line.getCommandSpec()
        .usageMessage()
        .exitCodeList(CommandLine.Model.UsageMessageSpec.keyValuesMap(ExitCode.MEANINGS));
    for (CommandLine sub : line.getSubcommands().values()) {
      // a method's parameters are found by their place, which options added here would shift
      if (!(sub.getCommandSpec().userObject() instanceof Method)) {
        sub.getCommandSpec().mixinStandardHelpOptions(true);
      }
      helpInAll(sub);
    }
  }

  private static void converters(CommandLine line) {
    line.registerConverter(TaskId.class, converter(TaskId::new));
    line.registerConverter(ByteSize.class, converter(ByteSize::parse));
    line.registerConverter(Constraint.class, converter(Constraint::parse));
    line.registerConverter(Duration.class, converter(Texts::duration));
    line.registerConverter(URI.class, converter(GridAddress::parse));
  }

  private static <T> ITypeConverter<T> converter(Function<String, T> read) {
    return text -> {
      try {
        return read.apply(text);
      } catch (GridException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    };
  }

  private static int refuse(Cli cli, ParameterException e) {
    String message = "gridmill: " + e.getMessage();
    if (e instanceof UnmatchedArgumentException unmatched) {
      message = "gridmill: " + unmatched(unmatched);
    }
    String name = e.getCommandLine().getCommandSpec().qualifiedName();
    cli.console().say(message + " (see " + name + " --help)");
    return ExitCode.USAGE;
  }

  private static String unmatched(UnmatchedArgumentException e) {
    CommandLine line = e.getCommandLine();
    String word = e.getUnmatched().getFirst();
    boolean option = word.startsWith("-");
    List<String> near =
        NearWords.of(
            word,
            option ? line.getCommandSpec().optionsMap().keySet() : line.getSubcommands().keySet());
    String what = option ? "option" : line.getSubcommands().isEmpty() ? "argument" : "command";
    return word
        + ": no such "
        + what
        + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?");
  }

  private static int fail(Cli cli, Gridmill root, Exception e) {
    if (root.trace) {
      e.printStackTrace(cli.console().err());
    }
    if (e instanceof GridException refused) {
      cli.console().say("gridmill: " + message(refused));
      return ExitCode.of(refused);
    }
    if (e instanceof InterruptedException) {
      cli.console().say("gridmill: interrupted");
      return ExitCode.FAILED;
    }
    if (e instanceof NoSuchFileException missing) {
      cli.console().say("gridmill: " + missing.getFile() + ": no such file");
      return ExitCode.USAGE;
    }
    String what = e.getMessage() == null ? "" : ": " + e.getMessage();
    String more = root.trace ? "" : " (--trace shows where)";
    cli.console().say("gridmill: " + e.getClass().getSimpleName() + what + more);
    return e instanceof java.io.IOException ? ExitCode.USAGE : ExitCode.FAILED;
  }

  private static String message(GridException e) {
    String message = Texts.cut(e.getMessage(), 2000);
    return e.code() == ErrorCode.UNAUTHENTICATED
        ? message + "; name a key of this grid with --key-file, GRIDMILL_KEY or GRIDMILL_KEY_FILE"
        : message;
  }
}
