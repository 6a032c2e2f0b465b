package io.gridmill.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gridmill.e2e.jobs.GatedJob;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The first steps of somebody who follows the README, and the mistakes that can be made there. */
class NewUserTest {
  @RegisterExtension static final Grid GRID = Grid.shared();

  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int WRONG = 2;
  private static final int NO_GRID = 3;
  private static final int NOT_ALLOWED = 4;

  @TempDir Path folder;
  private static Path jar = Path.of("unset");

  @BeforeAll
  static void pack() throws IOException {
    jar = Packaged.jar(GRID.home().resolve("jobs.jar"), GatedJob.class);
  }

  @Test
  void makesAProjectTestsItAndRunsItsJob() throws IOException, InterruptedException {
    Command here = GRID.command().standingIn(folder);
    here.succeed("new", "hello");
    Command project = here.standingIn(folder.resolve("hello"));
    project.run(List.of("mvn", "-B", "test")).expect(OK);
    project.run(List.of("mvn", "-B", "-q", "package")).expect(OK);

    String id = project.succeed("submit", "target/hello.jar", "--input", "{\"n\":3}").answer();
    String log = project.succeed("logs", "-f", id).answer();
    String result = project.succeed("result", id).answer();

    assertThat(log).contains("3 squares on ");
    assertThat(result).isEqualTo("{\"sum\":14}");
  }

  @Test
  void followsALogUntilTheJobEnds() throws IOException, InterruptedException {
    try (Gate gate = new Gate()) {
      String id = submit(GRID.command(), "--input", "{\"port\":" + gate.key().port() + "}");
      gate.awaitOne();
      Process logs = GRID.command().start("logs", "-f", id);
      try (BufferedReader lines = logs.inputReader(UTF_8)) {
        assertThat(lines.readLine()).isEqualTo("attempt 1 is at the gate");
        gate.open();
        assertThat(lines.readLine()).isNull();
        assertThat(logs.waitFor()).isEqualTo(OK);
      } finally {
        logs.destroyForcibly();
      }
    }
  }

  @Test
  void isToldThatNoGridIsUp() throws IOException, InterruptedException {
    assumeTrue(isFree(8470), "somebody's grid is at the usual port");

    oneLine(Command.in(folder).gridmill("ls").expect(NO_GRID), "no grid", "gridmill up");
    oneLine(
        Command.in(folder)
            .gridmill("submit", jar.toString(), "--class", GatedJob.class.getName())
            .expect(NO_GRID),
        "gridmill up");
  }

  @Test
  void isToldThatAFileIsNoJar() throws IOException, InterruptedException {
    Path text = Files.writeString(folder.resolve("notes.jar"), "not a jar");

    oneLine(GRID.command().gridmill("submit", text.toString()).expect(WRONG), "notes.jar");
    oneLine(GRID.command().gridmill("submit", "missing.jar").expect(WRONG), "missing.jar");
  }

  @Test
  void isToldThatAClassIsNotInTheJar() throws IOException, InterruptedException {
    Command.Ended ended =
        GRID.command()
            .gridmill("submit", jar.toString(), "--class", "io.gridmill.e2e.jobs.GatedJop")
            .expect(WRONG);

    oneLine(ended, "GatedJop", "GatedJob");
  }

  @Test
  void isToldThatAKeyIsWrong() throws IOException, InterruptedException {
    Command stranger = GRID.command().with("GRIDMILL_KEY", "gm_0123456789abcdef_" + "0".repeat(32));

    oneLine(stranger.gridmill("ls").expect(NOT_ALLOWED), "key", "--key-file");
    oneLine(
        GRID.command().with("GRIDMILL_KEY_FILE", "/nowhere/key").gridmill("ls").expect(WRONG),
        "/nowhere/key");
  }

  @Test
  void isToldThatAConstraintCannotBeRead() throws IOException, InterruptedException {
    Command.Ended ended =
        GRID.command()
            .gridmill(
                "submit",
                jar.toString(),
                "--class",
                GatedJob.class.getName(),
                "--input",
                "{\"port\":1}",
                "--constraint",
                "gpu.memory >")
            .expect(WRONG);

    oneLine(ended, "gpu.memory >", "expected");
  }

  @Test
  void isToldThatThereIsNoSuchTask() throws IOException, InterruptedException {
    String unknown = "01jd0v6q6f3m9w1x2y3z4a5b6c";

    for (String command : List.of("show", "logs", "result", "cancel", "pause", "resume")) {
      oneLine(GRID.command().gridmill(command, unknown).expect(FAILED), unknown);
    }
    oneLine(GRID.command().gridmill("show", "nonsense").expect(WRONG), "nonsense");
  }

  @Test
  void isToldThatAnInputIsNotWhatTheJobReads() throws IOException, InterruptedException {
    oneLine(submitting("--input", "{\"port\":\"eighty\"}").expect(WRONG), "port", "eighty");
    oneLine(submitting("--input", "{").expect(WRONG), "--input");
  }

  @Test
  void isToldOfAMistypedCommand() throws IOException, InterruptedException {
    oneLine(GRID.command().gridmill("submti").expect(WRONG), "submti", "submit");
    oneLine(GRID.command().gridmill("ls", "--lmit", "3").expect(WRONG), "--lmit", "--limit");
  }

  private static Command.Ended submitting(String... more) throws IOException, InterruptedException {
    return GRID.command().gridmill(arguments(more));
  }

  private static String submit(Command user, String... more)
      throws IOException, InterruptedException {
    return user.succeed(arguments(more)).answer();
  }

  private static String[] arguments(String... more) {
    return Stream.concat(
            Stream.of("submit", jar.toString(), "--class", GatedJob.class.getName()),
            Stream.of(more))
        .toArray(String[]::new);
  }

  /** A mistake gives one line that says what is wrong and what to do, and no traces of Java. */
  private static void oneLine(Command.Ended ended, String... words) {
    assertThat(ended.out()).as("%s", ended).isEmpty();
    assertThat(ended.err().lines()).as("%s", ended).hasSize(1);
    assertThat(ended.err()).startsWith("gridmill: ").contains(words);
    assertThat(ended.err()).doesNotContain("Exception").doesNotContain("\tat ");
  }

  private static boolean isFree(int port) {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
