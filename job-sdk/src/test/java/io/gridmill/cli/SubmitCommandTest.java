package io.gridmill.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.job.ArraySpec;
import io.gridmill.job.Replication;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskOutput;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskView;
import io.gridmill.job.Work;
import io.gridmill.job.client.TestGateway;
import io.gridmill.job.wire.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SubmitCommandTest {
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

  private TaskView onlyTask() {
    assertThat(gateway.tasks()).hasSize(1);
    return gateway.tasks().values().iterator().next();
  }

  private static Path jar(Path folder) throws Exception {
    return TestJars.jar(folder.resolve("jobs.jar"), TestJars.Echo.class, TestJars.Count.class);
  }

  @Test
  void submitsTheOnlyJobOfAJarAndPrintsTheIdAlone() throws Exception {
    jar(folder);
    int status = terminal.run("submit", "jobs.jar", "--input", "{\"n\":3}");

    assertThat(terminal.err()).isEmpty();
    assertThat(status).isZero();
    assertThat(new TaskId(terminal.out().strip())).isEqualTo(onlyTask().id());
    assertThat(((Work.Java) onlyTask().spec().work()).className())
        .isEqualTo(TestJars.Echo.class.getName());
  }

  @Test
  void passesOnWhatIsSaidOfReplicasInputsAndItems() throws Exception {
    jar(folder);
    String other = "01jd0v6q6f3m9w1x2y3z4a5b6c";
    int status =
        terminal.run(
            "submit",
            "jobs.jar",
            "--class",
            TestJars.Echo.class.getName(),
            "--in-from",
            "model=" + other + "/best.bin",
            "--in-from",
            "scores=" + other,
            "--replicas",
            "3",
            "--quorum",
            "2",
            "--spot-check",
            "0.5");
    assertThat(terminal.err()).isEmpty();
    assertThat(status).isZero();
    TaskSpec spec = onlyTask().spec();
    TaskId from = new TaskId(other);
    assertThat(spec.inputsFrom())
        .containsEntry("model", TaskOutput.of(from, "best.bin"))
        .containsEntry("scores", TaskOutput.of(from));
    assertThat(spec.dependsOn()).containsExactly(from);
    assertThat(spec.replication()).isEqualTo(new Replication(3, 2, null, 0.5));
  }

  @Test
  void saysHowManyItemsMayFail() throws Exception {
    TestJars.jar(folder.resolve("jobs.jar"), TestJars.Squares.class);
    String array = TestJars.Squares.class.getName();
    int status =
        terminal.run(
            "submit", "jobs.jar", "--class", array, "--array", "10", "--allow-failed", "0.2");
    assertThat(terminal.err()).isEmpty();
    assertThat(status).isZero();
    assertThat(onlyTask().spec().array()).isEqualTo(new ArraySpec(10, null, false, 0.2));
    assertThat(terminal.run("submit", "task.json", "--allow-failed", "1")).isNotZero();
  }

  @Test
  void refusesASpotCheckWithoutReplicasAndAnInputFromNoTask() throws Exception {
    jar(folder);
    String echo = TestJars.Echo.class.getName();
    assertThat(terminal.run("submit", "jobs.jar", "--class", echo, "--spot-check", "0.5"))
        .isNotZero();
    assertThat(terminal.err()).contains("--spot-check: 0.5");
    assertThat(terminal.run("submit", "jobs.jar", "--class", echo, "--in-from", "a=b")).isNotZero();
    assertThat(terminal.err()).contains("--in-from a: b");
  }

  @Test
  void passesOnWhatTheOptionsSay() throws Exception {
    jar(folder);
    Files.writeString(folder.resolve("d.csv"), "1,2");
    Files.writeString(folder.resolve("in.json"), "{\"n\":4}");
    int status =
        terminal.run(
            "submit",
            "jobs.jar",
            "--class",
            TestJars.Echo.class.getName(),
            "--input",
            "@in.json",
            "--in",
            "data.csv=d.csv",
            "--constraint",
            "region in (eu, us)",
            "--priority",
            "7",
            "--cores",
            "2",
            "--memory",
            "1GiB",
            "--time-limit",
            "90s",
            "--label",
            "team=a",
            "--label",
            "x=y",
            "--name",
            "the echo",
            "--attempts",
            "5",
            "--after",
            "01jd0v6q6f3m9w1x2y3z4a5b6c");

    assertThat(terminal.err()).isEmpty();
    assertThat(status).isZero();
    TaskSpec spec = onlyTask().spec();
    assertThat(spec.name()).isEqualTo("the echo");
    assertThat(Objects.requireNonNull(spec.input()).json()).isEqualTo("{\"n\":4}");
    assertThat(spec.inputs()).containsOnlyKeys("data.csv");
    assertThat(spec.constraint()).hasToString("region in (eu, us)");
    assertThat(spec.priority()).isEqualTo(7);
    assertThat(spec.resources().cores()).isEqualTo(2);
    assertThat(spec.timeLimit()).isEqualTo(Duration.ofSeconds(90));
    assertThat(spec.labels()).isEqualTo(Map.of("team", "a", "x", "y"));
    assertThat(spec.retry().maxAttempts()).isEqualTo(5);
    assertThat(spec.dependsOn()).containsExactly(new TaskId("01jd0v6q6f3m9w1x2y3z4a5b6c"));
  }

  @Test
  void waitsAndSaysHowItEnded() throws Exception {
    jar(folder);

    assertThat(terminal.run("submit", "jobs.jar", "--input", "{\"n\":3}", "--wait")).isZero();
    String id = terminal.out().strip();
    assertThat(terminal.err().strip()).isEqualTo("task " + id + ": SUCCEEDED, {\"n\":3}");
  }

  @Test
  void printsTheTaskAsJson() throws Exception {
    jar(folder);

    assertThat(terminal.run("submit", "jobs.jar", "-i", "{\"n\":3}", "--wait", "--json")).isZero();
    assertThat(Wire.read(terminal.out().getBytes(UTF_8), TaskView.class)).isEqualTo(onlyTask());
  }

  @Test
  void submitsArraysOfNumbersAndOfLines() throws Exception {
    TestJars.jar(folder.resolve("jobs.jar"), TestJars.Squares.class, TestJars.Total.class);
    Files.writeString(folder.resolve("lines.ndjson"), "1\n2\n3\n");

    assertThat(
            terminal.run(
                "submit", "jobs.jar", "--class", TestJars.Squares.class.getName(), "--array", "50"))
        .isZero();
    assertThat(onlyTask().spec().array()).isEqualTo(new ArraySpec(50, null, false));
    gateway.tasks().clear();
    assertThat(
            terminal.run(
                "submit",
                "jobs.jar",
                "--class",
                TestJars.Total.class.getName(),
                "--array",
                "lines.ndjson"))
        .isZero();
    ArraySpec lines = Objects.requireNonNull(onlyTask().spec().array());
    assertThat(lines.count()).isEqualTo(3);
    assertThat(lines.items()).isNotNull();
    assertThat(lines.reduce()).isTrue();
  }

  @Test
  void submitsACommandWithItsOwnOptions() throws Exception {
    Files.writeString(folder.resolve("a.png"), "png");
    int status =
        terminal.run(
            "submit",
            "--command",
            "--in",
            "in.png=a.png",
            "--out",
            "out.png",
            "--env",
            "A=b",
            "--",
            "convert",
            "-resize",
            "50%",
            "in.png",
            "out.png");

    assertThat(terminal.err()).isEmpty();
    assertThat(status).isZero();
    assertThat(onlyTask().spec().work())
        .isEqualTo(
            new Work.Command(
                List.of("convert", "-resize", "50%", "in.png", "out.png"),
                List.of("out.png"),
                Map.of("A", "b")));
  }

  @Test
  void submitsATaskFromAFile() throws Exception {
    TaskSpec spec = TaskSpec.command("true");
    Files.write(folder.resolve("task.json"), Wire.bytes(spec));

    assertThat(terminal.run("submit", "task.json", "--priority", "3")).isZero();
    assertThat(onlyTask().spec().work()).isEqualTo(spec.work());
    assertThat(onlyTask().spec().priority()).isEqualTo(3);
  }

  @Test
  void takesTheSameKeyTwiceForOneTask() throws Exception {
    jar(folder);
    terminal.run("submit", "jobs.jar", "-i", "{\"n\":3}", "--key", "once");
    String first = terminal.out();
    terminal.run("submit", "jobs.jar", "-i", "{\"n\":3}", "--key", "once");

    assertThat(terminal.out()).isEqualTo(first);
    assertThat(gateway.tasks()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          submit none.jar                              | none.jar: no such file (expected: a jar)
          submit broken.jar                            | broken.jar: not a jar
          submit jobs.jar --class io.gridmill.cli.TestJars$Ecko | io.gridmill.cli.TestJars$Echo
          submit jobs.jar --class io.gridmill.cli.TestJars$Count | implements neither GridJob nor ArrayJob
          submit jobs.jar --array 5                    | --array: 5 (expected: nothing, as io.gridmill.cli.TestJars$Echo is a GridJob)
          submit jobs.jar --input {"n":"x"}            | --input: n: x (expected: a whole number)
          submit jobs.jar --input {"m":1}              | --input: m: unknown field (expected: one of n)
          submit jobs.jar --input {                    | --input: { (expected: JSON, such as
          submit jobs.jar --constraint gpu>=           | constraint: gpu>= (expected: a value at its end)
          submit jobs.jar --priority 300               | priority: 300 (expected: -100 to 100)
          submit jobs.jar --memory lots                | size: lots (expected: a size such as 512MiB
          submit jobs.jar --time-limit soon            | duration: soon (expected: such as 500ms
          submit jobs.jar --after x                    | task id: x (expected: 26 characters
          submit jobs.jar --in a=none                  | --in a: none (expected: a file that is there)
          submit jobs.jar --out x                      | --out: there (expected: only with --command)
          submit jobs.jar more.jar                     | job: jobs.jar more.jar (expected: one jar
          submit --command                             | command: missing (expected: --command -- PROGRAM ARGS...)
          submit two.jar                               | one of io.gridmill.cli.TestJars$Squares, io.gridmill.cli.TestJars$Total
          submit empty.jar                             | has no public class that is a GridJob or ArrayJob
          submit two.jar --class io.gridmill.cli.TestJars$Total | --array: missing (expected: N or FILE
          submit jobs.jar --clas x                      | --clas: no such option; did you mean --class?
          submit task.json                             | work.kind: jva (expected: a kind of work)
          submit                                       | job: missing (expected: one jar
          """)
  void refusesAMistakeWithOneClearLineBeforeSendingAnything(String line, String message)
      throws Exception {
    jar(folder);
    TestJars.jar(folder.resolve("two.jar"), TestJars.Squares.class, TestJars.Total.class);
    TestJars.jar(folder.resolve("empty.jar"), TestJars.Count.class);
    Files.writeString(folder.resolve("broken.jar"), "no zip");
    Files.writeString(folder.resolve("task.json"), "{\"work\":{\"kind\":\"jva\"}}");

    int status = terminal.run(line.strip().split("\\s+", -1));

    assertThat(terminal.err()).startsWith("gridmill: ").contains(message.strip()).hasLineCount(1);
    assertThat(terminal.out()).isEmpty();
    assertThat(status).isEqualTo(ExitCode.USAGE);
    assertThat(gateway.tasks()).isEmpty();
  }

  @Test
  void tellsSomeoneInAMavenProjectWhatToName() throws Exception {
    Files.writeString(folder.resolve("pom.xml"), "<project/>");
    terminal.run("submit");
    assertThat(terminal.err()).contains("build this project's jar with `mvn package`");

    Files.createDirectories(folder.resolve("target"));
    jar(folder.resolve("target"));
    terminal.run("submit");
    assertThat(terminal.err()).contains("this project has built target/jobs.jar");
  }
}
