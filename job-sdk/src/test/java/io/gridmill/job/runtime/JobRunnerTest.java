package io.gridmill.job.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.RawJson;
import io.gridmill.job.run.GridJob;
import io.gridmill.job.run.JobContext;
import io.gridmill.job.testing.SampleJobs;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobRunnerTest {
  @TempDir private Path folder;
  private final Runs runs = new Runs();

  private RawJson run(Class<?> job, @Nullable String input) throws JobFailure {
    return JobRunner.run(JobClass.of(job), runs.context(folder, input));
  }

  private Failure failure(Class<?> job, @Nullable String input) {
    return catchThrowableOfType(JobFailure.class, () -> run(job, input)).failure();
  }

  @Test
  void givesTheResultAsJson() throws JobFailure {
    assertThat(run(SampleJobs.WordCount.class, "{\"text\":\"a b a\"}").json())
        .isEqualTo("{\"words\":2,\"byWord\":{\"a\":2,\"b\":1}}");
    assertThat(run(SampleJobs.Grow.class, "{\"kind\":\"box\",\"width\":1,\"height\":2}").json())
        .isEqualTo("{\"kind\":\"box\",\"width\":2.0,\"height\":4.0}");
    assertThat(run(SampleJobs.Reverse.class, "\"AQI=\"").json()).isEqualTo("\"AgE=\"");
    assertThat(run(SampleJobs.Nothing.class, null).json()).isEqualTo("null");
    assertThat(run(SampleJobs.Nothing.class, " null ").json()).isEqualTo("null");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      nullValues = "none",
      value = {
        "none ~ input: missing (expected: JSON that reads as Text)",
        "null ~ input: missing (expected: JSON that reads as Text)",
        "7 ~ input: another type (expected: a text)",
        "{\"text\": ~ input: malformed at line 1 column 9 (expected: JSON of a" + " Text)",
        "{\"text\":\"a\",\"atLeast\":\"x\"} ~ input.atLeast: x (expected: a whole number)",
        "{\"text\":\"a\",\"atleast\":1} ~ input.atleast: unknown field (expected: one of atLeast,"
            + " text)",
      })
  void namesTheFieldOfABadInput(@Nullable String input, String message) {
    Failure failure = failure(SampleJobs.WordCount.class, input);
    assertThat(failure.code()).isEqualTo(ErrorCode.BAD_INPUT);
    assertThat(failure.message()).isEqualTo(message);
  }

  @Test
  void namesTheElementOfABadList() {
    assertThat(failure(SampleJobs.Lengths.class, "[\"a\",{}]").message())
        .isEqualTo("input[1]: another type (expected: text)");
  }

  @Test
  void passesOnWhatTheInputsOwnConstructorSays() {
    Failure failure = failure(SampleJobs.WordCount.class, "{\"text\":\"a\",\"atLeast\":-1}");
    assertThat(failure.code()).isEqualTo(ErrorCode.BAD_INPUT);
    assertThat(failure.message())
        .isEqualTo("input: atLeast: -1 (expected: >= 0) (expected: a valid Text)");
  }

  @Test
  void refusesInputForAJobThatReadsNone() {
    assertThat(failure(SampleJobs.Nothing.class, "3"))
        .isEqualTo(
            Failure.of(ErrorCode.BAD_INPUT, "input: 3 (expected: none, as the job reads Void)"));
  }

  @Test
  void refusesToRunAnArrayJobOnce() {
    assertThat(failure(SampleJobs.Squares.class, null))
        .isEqualTo(
            Failure.of(
                ErrorCode.BAD_JOB_CLASS,
                SampleJobs.Squares.class.getName()
                    + ": is an ArrayJob, and the task has no array (expected: a GridJob, or"
                    + " array.count)"));
  }

  @Test
  void showsTheJobsOwnFramesOnly() {
    Failure failure = failure(SampleJobs.Fails.class, "\"state\"");
    assertThat(failure.code()).isEqualTo(ErrorCode.JOB_FAILED);
    assertThat(failure.message())
        .isEqualTo("java.lang.IllegalStateException: first line | second line");
    assertThat(failure.detail())
        .matches(
            """
            java.lang.IllegalStateException: first line
              second line
            \tat io.gridmill.job.testing.SampleJobs\\$Fails.run\\(SampleJobs.java:\\d+\\)
            Caused by: java.lang.IllegalArgumentException: the cause
            \tat io.gridmill.job.testing.SampleJobs\\$Fails.cause\\(SampleJobs.java:\\d+\\)
            \tat io.gridmill.job.testing.SampleJobs\\$Fails.run\\(SampleJobs.java:\\d+\\)""");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "input ~ BAD_INPUT ~ no such city: input",
        "memory ~ OUT_OF_MEMORY ~ java.lang.OutOfMemoryError: Java heap space",
        "wrapped memory ~ OUT_OF_MEMORY ~ java.lang.OutOfMemoryError: x",
        "stack ~ JOB_FAILED ~ java.lang.StackOverflowError",
        "assertion ~ JOB_FAILED ~ java.lang.AssertionError: never",
        "rude ~ JOB_FAILED ~ io.gridmill.job.testing.SampleJobs$Rude",
        "other ~ JOB_FAILED ~ java.io.IOException: other",
      })
  void turnsWhatIsThrownIntoAFailure(String how, ErrorCode code, String message) {
    Failure failure = failure(SampleJobs.Fails.class, '"' + how + '"');
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.message()).isEqualTo(message);
  }

  @Test
  void keepsLongTracesShort() {
    Failure failure = failure(SampleJobs.Fails.class, "\"stack\"");
    assertThat(failure.detail()).contains("\t... ").hasLineCount(102);
    assertThat(failure(Talkative.class, null).message()).hasSize(500).endsWith("...");
    assertThat(String.valueOf(failure(Talkative.class, null).detail()).length()).isLessThan(17_000);
  }

  @Test
  void survivesCausesThatGoInCircles() {
    assertThat(failure(Circular.class, null).detail())
        .contains("Caused by: java.lang.IllegalStateException: b", "Suppressed: ");
  }

  @Test
  void saysThatAResultIsNoJson() {
    Failure failure = failure(Unwritable.class, null);
    assertThat(failure.code()).isEqualTo(ErrorCode.JOB_FAILED);
    assertThat(failure.message())
        .startsWith("result[0].self[0].self")
        .contains("...: ")
        .endsWith("(expected: a value that JSON can hold)");
  }

  @Test
  void reportsConstructorsAndStaticInitializersThatThrow() {
    assertThat(failure(BadConstructor.class, null))
        .satisfies(
            failure -> {
              assertThat(failure.message()).isEqualTo("java.io.IOException: no constructor today");
              assertThat(failure.detail())
                  .matches("java.io.IOException: no constructor today\n\tat .*<init>.*");
            });
    assertThat(failure(BadStatic.class, null).message())
        .isEqualTo("java.lang.ExceptionInInitializerError");
    assertThat(failure(BadStatic.class, null).code()).isEqualTo(ErrorCode.JOB_FAILED);
  }

  @Test
  void runsAJobUnderItsOwnClassLoader() throws Exception {
    String source =
        """
        package com.acme;
        import io.gridmill.job.run.*;
        import java.util.*;
        public class Job implements GridJob<Job.In, List<Job.Out>> {
          public record In(int n, List<Out> outs) {}
          public record Out(String name) {}
          public List<Out> run(In input, JobContext context) throws Exception {
            Class<?> same = Class.forName(
                "com.acme.Job", false, Thread.currentThread().getContextClassLoader());
            List<Out> outs = new ArrayList<>(input.outs());
            outs.add(new Out("same: " + (same == Job.class)));
            return outs;
          }
        }
        """;
    Path classes =
        SourceJar.compile(
            Files.createDirectory(folder.resolve("classes")), Map.of("com.acme.Job", source));
    Path jar = SourceJar.pack(classes, folder.resolve("job.jar"));
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader loader = SourceJar.loader(jar)) {
      JobClass job = JobClass.load("com.acme.Job", loader, List.of(jar));
      RawJson result =
          JobRunner.run(
              job, runs.context(folder, "{\"n\":3,\"outs\":[{\"name\":\"x\"},{\"name\":\"y\"}]}"));
      assertThat(result.json())
          .isEqualTo("[{\"name\":\"x\"},{\"name\":\"y\"},{\"name\":\"same: true\"}]");
    }
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
  }

  @Test
  void doesNotStartWhenCancelledBefore() throws Exception {
    JobClass job = JobClass.of(SampleJobs.Nothing.class);
    RunContext context = runs.context(folder, null);
    context.cancel();
    assertThatThrownBy(() -> JobRunner.run(job, context))
        .isInstanceOf(CancellationException.class)
        .hasMessageContaining(context.taskId().value());
    assertThat(runs.logs()).isEmpty();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void interruptsAJobFromAnotherThread() throws Exception {
    JobClass job = JobClass.of(SampleJobs.Endless.class);
    RunContext context = runs.context(folder, "true");
    Thread canceller = Thread.ofPlatform().start(() -> cancelOnProgress(context));
    assertThat(JobRunner.run(job, context).json()).isEqualTo("\"cancelled true\"");
    canceller.join();
  }

  private void cancelOnProgress(RunContext context) {
    runs.awaitProgress();
    context.cancel();
    context.cancel();
  }

  @Test
  void keepsOnlyOutputsThatWereWritten() throws Exception {
    RunContext context = runs.context(folder, null);
    Files.writeString(context.output("a.txt"), "a");
    assertThat(context.output("a.txt")).isEqualTo(context.output("a.txt"));
    assertThat(context.output("unwritten")).doesNotExist();
    Files.createSymbolicLink(context.output("link"), context.output("a.txt"));
    Files.createDirectory(context.output("folder"));
    assertThat(context.outputs()).containsOnlyKeys("a.txt");
    assertThatThrownBy(() -> context.output("../escape"))
        .hasMessageStartingWith("output: ../escape (expected: 1 to 100 of letters");
  }

  @Test
  void refusesACheckpointThatIsTooLarge() {
    RunContext context = runs.context(folder, null);
    byte[] large = new byte[io.gridmill.job.run.Checkpoint.MAX_BYTES + 1];
    assertThatThrownBy(() -> context.checkpoint().save(large))
        .hasMessage("checkpoint: 67108865 bytes (expected: at most 67108864; use an output file)");
    assertThat(context.checkpoint().saved()).isEmpty();
  }

  /** A job without input that gives an object. */
  abstract static class Plain implements GridJob<Void, Object> {
    abstract Object run() throws Exception;

    @Override
    public Object run(@Nullable Void input, JobContext context) throws Exception {
      return run();
    }
  }

  public static final class Talkative extends Plain {
    @Override
    Object run() {
      throw new IllegalStateException("x".repeat(100_000));
    }
  }

  public static final class Circular extends Plain {
    @Override
    Object run() {
      IllegalStateException a = new IllegalStateException("a");
      IllegalStateException b = new IllegalStateException("b", a);
      a.initCause(b);
      a.addSuppressed(b);
      throw a;
    }
  }

  public static final class Unwritable extends Plain {
    public record Loop(List<Object> self) {}

    @Override
    Object run() {
      List<Object> self = new java.util.ArrayList<>();
      self.add(new Loop(self));
      return self;
    }
  }

  public static final class BadConstructor extends Plain {
    public BadConstructor() throws java.io.IOException {
      throw new java.io.IOException("no constructor today");
    }

    @Override
    Object run() {
      return "";
    }
  }

  public static final class BadStatic extends Plain {
    private static final int PORT = Integer.parseInt("none");

    @Override
    Object run() {
      return PORT;
    }
  }
}
