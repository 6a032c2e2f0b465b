package io.gridmill.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs command lines and keeps what they write. */
final class TestTerminal {
  private final Map<String, String> environment = new HashMap<>();
  private final Path folder;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  TestTerminal(Path folder) {
    this.folder = folder;
    environment.put("GRIDMILL_HOME", folder.resolve("home").toString());
  }

  TestTerminal with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Map<String, String> environment() {
    return environment;
  }

  int run(String... args) {
    return run(List.of(), args);
  }

  int run(List<CliExtension> extensions, String... args) {
    Cli cli = cli();
    int status = Gridmill.run(cli, extensions, args);
    cli.console().flush();
    return status;
  }

  /** The world of a command whose output has not begun yet. */
  Cli cli() {
    out = new StringWriter();
    err = new StringWriter();
    Console console = new Console(new PrintWriter(out), new PrintWriter(err), false);
    InstantSource clock = InstantSource.fixed(Instant.parse("2026-01-01T00:01:00Z"));
    return new Cli(console, environment, clock, folder);
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }
}
