package io.gridmill.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.job.client.GridAddress;
import io.gridmill.job.wire.Wire;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class UpCommandTest {
  @TempDir Path folder;
  private TestTerminal terminal;

  @BeforeEach
  void install() throws Exception {
    FakeGateway.install(folder);
    System.setProperty(Programs.ROOT, folder.toString());
    terminal = new TestTerminal(folder);
  }

  @AfterEach
  void stop() {
    terminal.run("down");
    System.clearProperty(Programs.ROOT);
  }

  private GridState state() throws Exception {
    return GridState.read(terminal.environment()).orElseThrow();
  }

  private Map<?, ?> up(String... more) {
    List<String> args = new java.util.ArrayList<>(List.of("up", "--port", "0", "--json"));
    args.addAll(List.of(more));
    assertThat(terminal.run(args.toArray(String[]::new))).as(terminal.err()).isZero();
    return Wire.readOwn(terminal.out().getBytes(UTF_8), Map.class);
  }

  @Test
  void startsAGridInOneProcessThatClientsFind() throws Exception {
    Map<?, ?> answer = up();

    assertThat(answer.get("pids"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .hasSize(1);
    GridAddress found = GridAddress.find(terminal.environment());
    assertThat(found.url()).isEqualTo(URI.create(String.valueOf(answer.get("url"))));
    assertThat(Objects.requireNonNull(found.keyFile()))
        .isEqualTo(Path.of(String.valueOf(answer.get("key_file"))))
        .hasContent("gm_operator_key");
  }

  @Test
  void startsAProcessForEachNodeIfAsked() throws Exception {
    up("--cores", "2", "--providers", "1", "--set", "memory=1GiB");

    assertThat(state().processes())
        .extracting(GridProcess::name)
        .containsExactly("core-1", "core-2", "provider-1", "gateway");
    Path data = GridState.folder(terminal.environment()).resolve("data");
    assertThat(data.resolve("provider-1/gridmill.properties"))
        .content()
        .contains("roles=provider", "join=127.0.0.1\\:", "memory=1GiB", "name=provider-1");
    assertThat(data.resolve("core-1/gridmill.properties"))
        .content()
        .as("where it finds the others when it comes back")
        .containsPattern("join=127.0.0.1\\\\:\\d+,127.0.0.1\\\\:\\d+");
  }

  @Test
  void saysThatAGridIsUpAlready() throws Exception {
    Map<?, ?> first = up();

    assertThat(up()).isEqualTo(first);
    assertThat(terminal.run("up")).isZero();
    assertThat(terminal.out()).isEqualTo("the grid is already up at " + first.get("url") + "\n");
  }

  @Test
  void keepsWhatIsToBeKeptFromGridsThatKeepNothing() throws Exception {
    up("--persistent", "--cores", "1");
    Path kept = state().keyFile();
    terminal.run("down");
    up();
    assertThat(state().keyFile()).isNotEqualTo(kept);
    terminal.run("down");

    assertThat(kept).exists();
    assertThat(terminal.run("up", "--port", "0", "--persistent")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err())
        .contains("expected: --persistent --cores 1 --providers 1, as the grid that is kept in");
    up("--persistent", "--cores", "1");
  }

  @Test
  void stopsWhatItStartedAndDoesNothingASecondTime() throws Exception {
    up("--cores", "1");
    List<GridProcess> processes = state().processes();

    assertThat(terminal.run("down")).isZero();
    assertThat(terminal.err().strip()).isEqualTo("stopped");
    assertThat(processes).allMatch(p -> p.running().isEmpty());
    assertThat(terminal.run("down")).isZero();
    assertThat(GridAddress.ofThisMachine(terminal.environment())).isEmpty();
  }

  @Test
  void clearsUpAfterAGridThatCrashed() throws Exception {
    up("--cores", "1");
    List<GridProcess> before = state().processes();
    ProcessHandle core = before.getFirst().running().orElseThrow();
    core.destroyForcibly();
    core.onExit().get(30, TimeUnit.SECONDS);

    up();
    assertThat(before).allMatch(p -> p.running().isEmpty());
    assertThat(state().processes()).hasSize(1).allMatch(p -> p.running().isPresent());
  }

  @Test
  void showsTheEndOfTheLogOfAProcessThatDidNotStart() {
    assertThat(terminal.run("up", "--port", "0", "--set", "fail=yes")).isEqualTo(ExitCode.NO_GRID);
    assertThat(terminal.err())
        .isEqualTo(
            "it is out of order\ngridmill: gateway did not start: it ended; its log is "
                + folder.resolve("home/grid/logs/gateway.log")
                + "\n");
    assertThat(terminal.run("down")).isZero();
  }

  @Test
  void saysThatThePortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      assertThat(terminal.run("up", "--port", port)).isEqualTo(ExitCode.USAGE);
      assertThat(terminal.err())
          .isEqualTo(
              "gridmill: port: "
                  + port
                  + " is in use (expected: a free one: name it with --port, or 0 for any)\n");
    }
  }

  @Test
  void leavesAProcessAloneThatOnlyHasTheSameId() throws Exception {
    Process other = new ProcessBuilder("sleep", "60").start();
    try {
      GridProcess stale =
          new GridProcess("gateway", other.pid(), Instant.EPOCH, folder.resolve("log"));
      Files.createDirectories(GridState.folder(terminal.environment()));
      new GridState(URI.create("http://127.0.0.1:1"), folder.resolve("key"), List.of(stale))
          .write(terminal.environment());

      assertThat(terminal.run("down")).isZero();
      assertThat(other.isAlive()).isTrue();
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void endsAProcessByForceThatDoesNotListen() throws Exception {
    Process deaf =
        new ProcessBuilder("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done")
            .start();
    assertThat(deaf.inputReader().readLine()).isEqualTo("ready");
    GridProcess process =
        new GridProcess(
            "core-1", deaf.pid(), deaf.info().startInstant().orElseThrow(), folder.resolve("log"));

    assertThat(GridStop.stop(List.of(process), Duration.ofMillis(50))).isEqualTo(1);
    assertThat(deaf.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }
}
