package io.gridmill.job.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.job.ArraySpec;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.RawJson;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.Work;
import io.gridmill.job.run.ArrayJob;
import io.gridmill.job.run.GridJob;
import io.gridmill.job.run.JobContext;
import io.gridmill.job.run.ReducingArrayJob;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JobSubmissionTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private TestGateway gateway;
  private GridClient client;

  /** What the test's gateway gives back, as it echoes inputs. */
  public record Point(int x, int y) {}

  public static final class Mirror implements GridJob<Point, Point> {
    @Override
    public Point run(Point input, JobContext context) {
      return new Point(input.y(), input.x());
    }
  }

  public static final class Nothing implements GridJob<@Nullable Void, @Nullable Void> {
    @Override
    public @Nullable Void run(@Nullable Void input, JobContext context) {
      return null;
    }
  }

  public static final class Squares implements ArrayJob<Long, Long> {
    @Override
    public Long run(Long item, JobContext context) {
      return item * item;
    }
  }

  public static final class Longest implements ReducingArrayJob<String, Integer, Integer> {
    @Override
    public Integer run(String item, JobContext context) {
      return item.length();
    }

    @Override
    public Integer reduce(Stream<Integer> results, JobContext context) {
      return results.max(Integer::compare).orElse(0);
    }
  }

  static final class Hidden implements GridJob<String, String> {
    @Override
    public String run(String input, JobContext context) {
      return input;
    }
  }

  @BeforeEach
  void start() throws Exception {
    gateway = new TestGateway();
    client = gateway.client();
  }

  @AfterEach
  void stop() {
    client.close();
    gateway.close();
  }

  private TaskSpec onlySpec() {
    return gateway.tasks().values().iterator().next().spec();
  }

  @Test
  void submitsAJobWithItsInputAndGivesItsTypedResult() throws Exception {
    JobHandle<Point> job = client.submit(Mirror.class, new Point(1, 2), o -> o.priority(7));

    assertThat(job.result(LONG)).isEqualTo(new Point(1, 2));
    assertThat(onlySpec().name()).isEqualTo("JobSubmissionTest$Mirror");
    assertThat(onlySpec().priority()).isEqualTo(7);
  }

  @Test
  void bringsTheClassesAlongOnce() throws Exception {
    client.submit(Mirror.class, new Point(1, 2));
    client.submit(Nothing.class, null);

    assertThat(gateway.blobs().content()).hasSize(1);
    assertThat(gateway.requests()).filteredOn(r -> r.contains("/api/blobs")).hasSize(2);
    byte[] jar = gateway.blobs().content().values().iterator().next();
    List<String> names = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(jar))) {
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        names.add(e.getName());
      }
    }
    assertThat(names).contains("io/gridmill/job/client/JobSubmissionTest$Mirror.class").isSorted();
  }

  @Test
  void packsTheSameClassesToTheSameBytes(@TempDir Path dir) throws Exception {
    for (String copy : List.of("a", "b")) {
      Path files = Files.createDirectories(dir.resolve(copy).resolve("p/q"));
      for (String name : copy.equals("a") ? List.of("X", "Y") : List.of("Y", "X")) {
        Path file = Files.writeString(files.resolve(name + ".class"), "class " + name);
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(copy.hashCode())));
      }
    }
    assertThat(ClassPathRoots.pack(dir.resolve("a")))
        .isEqualTo(ClassPathRoots.pack(dir.resolve("b")));
  }

  @Test
  void givesNullForAJobWithoutAResult() throws Exception {
    assertThat(client.submit(Nothing.class, null).result(LONG)).isNull();
  }

  @Test
  void submitsAnArrayOverNumbers() throws Exception {
    ArrayHandle<Long> array =
        client.submitArray(Squares.class, 3, o -> o.label("hold", "yes").sharedInput("x"));
    assertThat(onlySpec().array()).isEqualTo(new ArraySpec(3, null, false));
    assertThat(onlySpec().input()).isEqualTo(new RawJson("\"x\""));
    gateway.result(array.id(), "0\n1\n4\n");
    gateway.end(array.id(), TaskStatus.SUCCEEDED, null, null);

    assertThat(array.results(LONG)).containsExactly(0L, 1L, 4L);
  }

  @Test
  void submitsAReductionOverLines() throws Exception {
    JobHandle<Integer> job =
        client.submitReducing(Longest.class, List.of("one", "three"), o -> o.label("hold", "yes"));
    ArraySpec array = Objects.requireNonNull(onlySpec().array());
    assertThat(array.count()).isEqualTo(2);
    assertThat(array.reduce()).isTrue();
    assertThat(gateway.blobs().content().get(Objects.requireNonNull(array.items()).sha256()))
        .asString()
        .isEqualTo("\"one\"\n\"three\"\n");
    gateway.end(job.id(), TaskStatus.SUCCEEDED, "5", null);

    assertThat(job.result(LONG)).isEqualTo(5);
  }

  @Test
  void bringsFilesAndLibrariesAlong(@TempDir Path dir) throws Exception {
    Path data = Files.writeString(dir.resolve("d.csv"), "1,2");
    Path library = Files.writeString(dir.resolve("l.jar"), "lib");
    client.submit(Nothing.class, null, o -> o.file("data.csv", data).jar(library));

    TaskSpec spec = onlySpec();
    assertThat(spec.inputs()).containsOnlyKeys("data.csv");
    assertThat(((Work.Java) spec.work()).classPath()).hasSize(2);
    assertThat(gateway.blobs().content()).hasSize(3);
  }

  @Test
  void refusesAClassThatNoWorkerCouldMakeBeforeSendingAnything() {
    assertThatThrownBy(() -> client.submit(Hidden.class, "x"))
        .hasMessage(Hidden.class.getName() + ": is not public")
        .extracting(e -> ((GridException) e).code())
        .isEqualTo(ErrorCode.BAD_JOB_CLASS);
    assertThat(gateway.requests()).isEmpty();
  }
}
