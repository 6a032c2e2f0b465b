package io.gridmill.cli;

/**
 * A command that another module adds to {@code gridmill}, found by {@link java.util.ServiceLoader}:
 * the module's jar names its class in {@code META-INF/services/io.gridmill.cli.CliExtension}.
 */
public interface CliExtension {
  /** The command's name, such as {@code bench}. */
  String name();

  /**
   * The command: an object that picocli understands, annotated with {@code @Command} and {@code
   * Callable<Integer>}. It may throw {@link io.gridmill.job.GridException} to end with one clear
   * line, and returns an {@link ExitCode}.
   */
  Object command(Cli cli);
}
