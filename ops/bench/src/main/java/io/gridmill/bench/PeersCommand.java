package io.gridmill.bench;

import io.gridmill.job.GridException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "peers",
    description = {
      "Runs the same work on this grid and on other systems that can be installed here, one after the"
          + " other: many tasks that do nothing, one warm task after the other, and 400 tasks of 20 ms"
          + " of which a worker is killed half way.",
      "Needs Python 3; installs Debian, Python, npm and Maven packages where they are missing."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  gridmill bench peers --json", "  gridmill bench peers gridmill bullmq"})
final class PeersCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Print one JSON object instead of a table.")
  private boolean json;

  @Parameters(paramLabel = "PEER", arity = "0..*", description = "Only these; default: all.")
  private List<String> only = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path script = Path.of(System.getProperty("gridmill.root", ""), "ops/bench/peers/run.py");
    if (!Files.isRegularFile(script)) {
      throw GridException.invalid("peers", script, "the scripts of the repository");
    }
    List<String> command = new ArrayList<>(List.of("python3", script.toString()));
    if (json) {
      command.add("--json");
    }
    command.addAll(only);
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
