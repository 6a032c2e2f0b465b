package io.gridmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.client.TestGateway;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;

@Timeout(60)
class TaskCommandsTest {
  @TempDir Path folder;
  private TestGateway gateway;
  private TestTerminal terminal;

  @BeforeEach
  void start() throws Exception {
    gateway = new TestGateway();
    terminal =
        new TestTerminal(folder)
            .with("GRIDMILL_URL", gateway.uri().toString())
            .with("GRIDMILL_KEY", TestGateway.KEY);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private String submit(String... more) {
    List<String> args = new java.util.ArrayList<>(List.of("submit", "--command"));
    args.addAll(List.of(more));
    args.addAll(List.of("--", "true"));
    assertThat(terminal.run(args.toArray(String[]::new))).isZero();
    return terminal.out().strip();
  }

  private String failed() {
    String id = submit("--label", "hold=yes");
    gateway.end(
        new io.gridmill.job.TaskId(id),
        TaskStatus.FAILED,
        null,
        new Failure(ErrorCode.COMMAND_FAILED, "true ended with 3", "last words"));
    return id;
  }

  @Test
  void listsTasks() {
    String id = submit("--name", "one");

    assertThat(terminal.run("ls")).isZero();
    assertThat(terminal.out()).startsWith("ID ").contains(id).contains("one").contains("SUCCEEDED");
    assertThat(terminal.run("ls", "--json", "--status", "succeeded")).isZero();
    assertThat(terminal.out()).startsWith("{\"id\":\"" + id).hasLineCount(1);
  }

  @Test
  void saysThatThereAreNoTasks() {
    assertThat(terminal.run("ls")).isZero();
    assertThat(terminal.err().strip()).isEqualTo("no tasks");
  }

  @Test
  void showsATask() {
    String id = failed();

    assertThat(terminal.run("show", id)).isZero();
    assertThat(terminal.out())
        .contains("task       " + id)
        .contains("status     FAILED")
        .contains("failure    COMMAND_FAILED: true ended with 3\nlast words");
    assertThat(terminal.run("show", "--json", id)).isZero();
    assertThat(terminal.out()).startsWith("{\"id\":\"" + id);
  }

  @Test
  void printsTheResult() throws Exception {
    String id = submit();

    assertThat(terminal.run("result", id)).isZero();
    assertThat(terminal.out()).isEqualTo("null\n");
    assertThat(terminal.run("result", "-o", "r.json", id)).isZero();
    assertThat(folder.resolve("r.json")).hasContent("null");
  }

  @Test
  void saysThatThereIsNoResultYetAndHowToWait() {
    String id = submit("--label", "hold=yes");

    assertThat(terminal.run("result", id)).isEqualTo(ExitCode.FAILED);
    assertThat(terminal.err().strip()).endsWith("is QUEUED; --wait waits for it");
  }

  @Test
  void failsWithTheTask() {
    assertThat(terminal.run("result", "--wait", failed())).isEqualTo(ExitCode.FAILED);
    assertThat(terminal.err()).contains("COMMAND_FAILED: true ended with 3").contains("last words");
  }

  @Test
  void cancelsPausesAndResumesSeveral() {
    String first = submit("--label", "hold=yes");
    String second = submit("--label", "hold=yes");

    assertThat(terminal.run("pause", first, second)).isZero();
    assertThat(terminal.err()).contains(first + ": PAUSED").contains(second + ": PAUSED");
    assertThat(terminal.run("resume", first)).isZero();
    assertThat(terminal.run("cancel", first, "01jd0v6q6f3m9w1x2y3z4a5b6c", second))
        .isEqualTo(ExitCode.FAILED);
    assertThat(terminal.err())
        .contains(first + ": CANCELLED")
        .contains("01jd0v6q6f3m9w1x2y3z4a5b6c: there is none")
        .contains(second + ": CANCELLED");
  }

  @Test
  void saysThatTheKeyIsWrong() {
    terminal.with("GRIDMILL_KEY", "gm_no_no");

    assertThat(terminal.run("ls")).isEqualTo(ExitCode.NOT_ALLOWED);
    assertThat(terminal.err().strip())
        .isEqualTo(
            "gridmill: no such key; name a key of this grid with --key-file, GRIDMILL_KEY or"
                + " GRIDMILL_KEY_FILE");
  }

  @Test
  void takesUrlAndKeyFileBeforeOrAfterTheCommand() throws Exception {
    Path key = Files.writeString(folder.resolve("k"), TestGateway.KEY);
    terminal.with("GRIDMILL_URL", "http://127.0.0.1:1").with("GRIDMILL_KEY", "gm_no_no");
    String url = gateway.uri().toString();

    assertThat(terminal.run("--url", url, "--key-file", key.toString(), "ls")).isZero();
    assertThat(terminal.run("ls", "--url", url, "--key-file", key.toString())).isZero();
  }

  @Test
  void saysThatNoGridAnswers() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    terminal.with("GRIDMILL_URL", "http://127.0.0.1:" + port);

    assertThat(terminal.run("ls")).isEqualTo(ExitCode.NO_GRID);
    assertThat(terminal.err().strip())
        .isEqualTo(
            "gridmill: no grid answers at http://127.0.0.1:"
                + port
                + ": start one with `gridmill up`, or name another with --url / GRIDMILL_URL");
  }

  @Test
  void showsWhereAnErrorCameFromOnlyWhenAsked() {
    terminal.with("GRIDMILL_KEY", "gm_no_no");
    terminal.run("ls", "--trace");

    assertThat(terminal.err()).contains("\tat io.gridmill.");
  }

  @Test
  void suggestsTheNearestCommand() {
    assertThat(terminal.run("sumbit", "x")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err())
        .isEqualTo(
            "gridmill: sumbit: no such command; did you mean submit? (see gridmill --help)\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "up", "down", "new", "submit", "ls", "show", "logs", "result", "cancel", "pause", "resume",
        "nodes", "keys"
      })
  void explainsEachCommandWithExamplesAndExitStatus(String command) {
    assertThat(terminal.run(command, "--help")).isZero();
    assertThat(terminal.out())
        .contains("Usage: gridmill " + command)
        .contains("Examples:")
        .contains("Exit status:")
        .contains("gridmill " + command);
  }

  @Test
  void takesCommandsOfOtherModules() {
    @Command(description = "Says hello.")
    final class Hello implements Callable<Integer> {
      @Override
      public Integer call() {
        return 7;
      }
    }
    CliExtension extension =
        new CliExtension() {
          @Override
          public String name() {
            return "hello";
          }

          @Override
          public Object command(Cli cli) {
            return new Hello();
          }
        };

    assertThat(terminal.run(List.of(extension), "hello")).isEqualTo(7);
    assertThat(terminal.run(List.of(extension), "--help")).isZero();
    assertThat(terminal.out()).contains("Says hello.");
  }

  @Test
  void doesNothingWhereNoGridIsToBeStopped() {
    assertThat(terminal.run("down")).isZero();
    assertThat(terminal.err().strip()).isEqualTo("no grid is up");
  }

  @Test
  void refusesAGridThatCannotBe() {
    assertThat(terminal.run("up", "--providers", "2")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("providers: 2 (expected: 0, or --cores of 1 or more)");
  }

  @Test
  void makesListsAndRevokesKeys() {
    assertThat(terminal.run("keys", "add", "bob", "--role", "provider")).isZero();
    assertThat(terminal.out()).isEqualTo("gm_k2_new\n");
    assertThat(terminal.err()).isEqualTo("key k2 of bob, PROVIDER\n");
    assertThat(terminal.run("keys", "ls")).isZero();
    assertThat(terminal.out()).contains("k1").contains("OPERATOR");
    assertThat(terminal.run("keys", "revoke", "k1")).isZero();
    assertThat(terminal.err()).isEqualTo("key k1 is revoked\n");
    assertThat(terminal.run("keys")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("which of add, ls and revoke?").hasLineCount(1);
    assertThat(terminal.run("keys", "add", "no good")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.run("keys", "add", "--help")).isZero();
  }

  @Test
  void listsNodes() {
    assertThat(terminal.run("nodes")).isZero();
    assertThat(terminal.out()).contains("attic").contains("5/8").contains("core,provider");
    assertThat(terminal.run("nodes", "--attributes")).isZero();
    assertThat(terminal.out()).isEqualTo("attic\n  region = eu\n");
    assertThat(terminal.run("nodes", "--json")).isZero();
    assertThat(terminal.out()).startsWith("{\"node\":\"n1\"");
  }
}
