package io.gridmill.cli;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.client.ClientOptions;
import io.gridmill.job.client.GridClient;
import io.gridmill.job.client.Health;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    description = {
      "Starts a grid on this machine, for this user, and waits until it takes work.",
      "By default it is one process and keeps nothing when it is stopped. It listens on 127.0.0.1;"
          + " its state, keys and logs are in ~/.gridmill/grid (or $GRIDMILL_HOME/grid)."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gridmill up                              one process",
      "  gridmill up --cores 3 --providers 2      five nodes and a gateway, each a process",
      "  gridmill up --persistent                 tasks and results outlive `gridmill down`",
      "  gridmill up --port 0 --json              on any free port, for a program to read"
    })
final class UpCommand implements Callable<Integer> {
  private final Cli cli;

  @Option(names = "--cores", paramLabel = "N", description = "Core nodes, as own processes.")
  private int cores;

  @Option(
      names = "--providers",
      paramLabel = "N",
      description = "Provider nodes, as own processes; with --cores, default 1.")
  private @Nullable Integer providers;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "The gateway's port, 0 for any that is free; default 8470.")
  private int port = GridClient.DEFAULT_URI.getPort();

  @Option(
      names = "--persistent",
      description = "Keep tasks, results and keys on disk (write-ahead log, LOG_ONLY).")
  private boolean persistent;

  @Option(
      names = "--no-commands",
      description = "Run jobs in Java only, not any program that a task names.")
  private boolean noCommands;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "A key of the nodes' configuration, such as memory=8GiB; after `gateway.`, one of the"
              + " gateway's, such as gateway.inbox.dir=DIR.")
  private Map<String, String> settings = Map.of();

  @Option(names = "--json", description = "Print url, key_file and pids as one JSON object.")
  private boolean json;

  UpCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws IOException {
    Path folder = Files.createDirectories(GridState.folder(cli.environment()));
    try (FileChannel file =
            FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = file.tryLock()) {
      if (lock == null) {
        throw new GridException(
            ErrorCode.CONFLICT, "another `gridmill up` or `down` is at work in " + folder);
      }
      Optional<GridState> before = GridState.read(cli.environment());
      if (before.isPresent()) {
        if (isWhole(before.get())) {
          return alreadyUp(before.get());
        }
        cli.console().say("clearing up after a grid that did not end well");
        GridStop.stop(before.get().processes());
        GridState.remove(cli.environment());
      }
      start(folder);
      return ExitCode.OK;
    }
  }

  private static boolean isWhole(GridState grid) {
    return !grid.processes().isEmpty()
        && grid.processes().stream().allMatch(p -> p.running().isPresent());
  }

  private int alreadyUp(GridState grid) {
    URI url = grid.url() == null ? GridClient.DEFAULT_URI : grid.url();
    ClientOptions patient = ClientOptions.DEFAULT.withRequestTimeout(Duration.ofSeconds(10));
    try (GridClient client = GridClient.connect(url, null, patient)) {
      Health health = client.health();
      if (health.status() != Health.Status.UP) {
        throw new GridException(ErrorCode.UNAVAILABLE, String.valueOf(health.reason()));
      }
    } catch (GridException e) {
      throw new GridException(
          ErrorCode.UNAVAILABLE,
          "a grid runs but does not answer well; `gridmill down` ends it (" + e.getMessage() + ")",
          e);
    }
    answer("already up", url, grid.keyFile(), grid.processes());
    return ExitCode.OK;
  }

  private void start(Path folder) throws IOException {
    int nodes = providers == null ? (cores > 0 ? 1 : 0) : providers;
    GridPlan plan =
        new GridPlan(
            folder,
            cores,
            nodes,
            port,
            persistent ? "log_only" : "none",
            !noCommands,
            settings,
            false,
            0);
    requireFree(port);
    Map<String, String> environment = cli.environment();
    GridProcesses grid =
        GridProcesses.start(
            plan,
            cli,
            processes -> new GridState(null, plan.keyFile(), processes).write(environment));
    new GridState(grid.url(), grid.keyFile(), grid.processes()).write(environment);
    grid.detach();
    answer("up", grid.url(), grid.keyFile(), grid.processes());
  }

  private static void requireFree(int port) throws IOException {
    if (port == 0) {
      return;
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (java.net.BindException e) {
      throw GridException.invalid(
          "port", port + " is in use", "a free one: name it with --port, or 0 for any");
    }
  }

  private void answer(String word, URI url, Path keyFile, List<GridProcess> processes) {
    if (json) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("url", url);
      answer.put("key_file", keyFile.toString());
      answer.put("pids", processes.stream().map(GridProcess::pid).toList());
      cli.console().print(Wire.text(answer));
    } else {
      cli.console().print("the grid is " + word + " at " + url);
      cli.console().say("key file: " + keyFile);
      cli.console().say("logs:     " + processes.getLast().log().getParent());
      cli.console().say("`gridmill down` stops it");
    }
  }
}
