package io.gridmill.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ServiceLoader;

/** Starts the {@code gridmill} command. */
public final class CliMain {
  private CliMain() {}

  public static void main(String[] args) {
    Console console =
        new Console(
            new PrintWriter(System.out, false, UTF_8),
            new PrintWriter(System.err, true, UTF_8),
            Boolean.getBoolean("gridmill.terminal"));
    Cli cli = new Cli(console, System.getenv(), InstantSource.system(), Path.of(""));
    int status = Gridmill.run(cli, ServiceLoader.load(CliExtension.class), args);
    console.flush();
    System.exit(status);
  }
}
