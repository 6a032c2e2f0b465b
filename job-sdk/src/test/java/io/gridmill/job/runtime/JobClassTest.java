package io.gridmill.job.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.run.ArrayJob;
import io.gridmill.job.run.GridJob;
import io.gridmill.job.run.JobContext;
import io.gridmill.job.run.ReducingArrayJob;
import java.lang.reflect.Type;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JobClassTest {

  @Test
  void findsTheTypesOfADirectImplementation() throws JobFailure {
    JobClass job = JobClass.of(Direct.class);
    assertThat(job.kind()).isEqualTo(JobClass.Kind.GRID_JOB);
    assertThat(job.isArray()).isFalse();
    assertThat(job.input()).isEqualTo(String.class);
    assertThat(named(job.output()))
        .isEqualTo("java.util.List<java.util.Map<java.lang.String, java.lang.Integer>>");
    assertThat(job.result()).isNull();
  }

  @Test
  void findsTypesThroughSuperclassesAndInterfaces() throws JobFailure {
    JobClass job = JobClass.of(Through.class);
    assertThat(named(job.input())).isEqualTo("java.util.List<java.lang.Long>");
    assertThat(named(job.output())).isEqualTo("java.util.Map<java.lang.String, java.lang.Long[]>");
  }

  @Test
  void readsAWildcardAsItsBound() throws JobFailure {
    JobClass job = JobClass.of(Wild.class);
    assertThat(named(job.input())).isEqualTo("java.util.Set<java.lang.Double>");
  }

  @Test
  void findsAllThreeTypesOfAReduction() throws JobFailure {
    JobClass job = JobClass.of(Reducing.class);
    assertThat(job.kind()).isEqualTo(JobClass.Kind.REDUCING_ARRAY_JOB);
    assertThat(List.of(job.input(), job.output(), String.valueOf(job.result())))
        .containsExactly(Integer.class, byte[].class, "class java.lang.Double");
    assertThat(JobClass.of(Items.class).kind()).isEqualTo(JobClass.Kind.ARRAY_JOB);
  }

  static Stream<Arguments> refused() {
    String here = JobClassTest.class.getName() + "$";
    return Stream.of(
        Arguments.of(NoJob.class, here + "NoJob: implements neither GridJob nor ArrayJob"),
        Arguments.of(
            Both.class, here + "Both: implements GridJob and ArrayJob (expected: one of them)"),
        Arguments.of(Hidden.class, here + "Hidden: is not public"),
        Arguments.of(
            Unfinished.class,
            here + "Unfinished: is abstract (expected: a class that can be made)"),
        Arguments.of(
            Inner.class,
            here + "Inner: is an inner class (expected: static, or a class of its own)"),
        Arguments.of(
            NoConstructor.class,
            here + "NoConstructor: has no public constructor without parameters"),
        Arguments.of(
            Raw.class,
            here
                + "Raw: implements GridJob without its types (expected: GridJob<I, O>, all"
                + " stated)"),
        Arguments.of(
            RawParent.class,
            here
                + "RawParent: its input type is java.util.List<A>, where A is not known (expected:"
                + " a type stated in full)"),
        Arguments.of(
            Open.class,
            here
                + "Open: its output type is T[], where T is not known (expected: a type stated in"
                + " full)"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void saysWhyAClassIsNoJob(Class<?> type, String message) {
    JobFailure failure = catchThrowableOfType(JobFailure.class, () -> JobClass.of(type));
    assertThat(failure.failure().code()).isEqualTo(ErrorCode.BAD_JOB_CLASS);
    assertThat(failure.failure().message()).isEqualTo(message);
    assertThat(failure.failure().detail()).isNull();
  }

  @Test
  void suggestsNamesThatAreInTheJar(@TempDir Path folder) throws Exception {
    Path classes =
        SourceJar.compile(
            Files.createDirectory(folder.resolve("classes")),
            Map.of(
                "com.acme.Mandelbrot", "package com.acme; public class Mandelbrot {}",
                "com.acme.deep.Other", "package com.acme.deep; public class Other {}"));
    Path jar = SourceJar.pack(classes, folder.resolve("job.jar"));
    Files.writeString(folder.resolve("broken.jar"), "no jar");
    List<Path> jars = List.of(jar, folder.resolve("broken.jar"));
    try (URLClassLoader loader = SourceJar.loader(jar)) {
      assertThatThrownBy(() -> JobClass.load("com.acme.Mandelbrod", loader, jars))
          .hasMessage(
              "com.acme.Mandelbrod: not in the job's jars (did you mean com.acme.Mandelbrot?)");
      assertThatThrownBy(() -> JobClass.load("Other", loader, jars))
          .hasMessage("Other: not in the job's jars (did you mean com.acme.deep.Other?)");
      assertThatThrownBy(() -> JobClass.load("com.acme.Unlike", loader, jars))
          .hasMessage("com.acme.Unlike: not in the job's jars");
      assertThatThrownBy(() -> JobClass.load("com/acme/Mandelbrot", loader, jars))
          .hasMessageContaining("com/acme/Mandelbrot: ")
          .hasMessageContaining("com.acme.Mandelbrot");
    }
  }

  @Test
  void saysWhatTheJarLacks(@TempDir Path folder) throws Exception {
    String job =
        """
        package com.acme;
        import io.gridmill.job.run.*;
        public class Job extends Base implements GridJob<String, String> {
          public String run(String input, JobContext context) { return input; }
        }
        """;
    String typed =
        """
        package com.acme;
        import io.gridmill.job.run.*;
        public class Typed implements GridJob<Base, String> {
          public String run(Base input, JobContext context) { return ""; }
        }
        """;
    Path classes =
        SourceJar.compile(
            Files.createDirectory(folder.resolve("classes")),
            Map.of(
                "com.acme.Job", job,
                "com.acme.Typed", typed,
                "com.acme.Base", "package com.acme; public class Base {}"));
    Path jar = SourceJar.pack(classes, folder.resolve("job.jar"), "com/acme/Base.class");
    try (URLClassLoader loader = SourceJar.loader(jar)) {
      assertThatThrownBy(() -> JobClass.load("com.acme.Job", loader, List.of(jar)))
          .hasMessage("com.acme.Job: needs com.acme.Base, which is not in the job's jars");
      assertThatThrownBy(() -> JobClass.load("com.acme.Typed", loader, List.of(jar)))
          .hasMessage("com.acme.Typed: needs com.acme.Base, which is not in the job's jars");
    }
  }

  @Test
  void saysThatAClassFileIsBroken(@TempDir Path folder) throws Exception {
    Path classes = Files.createDirectories(folder.resolve("com/acme"));
    Files.write(classes.resolve("Job.class"), new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    try (URLClassLoader loader = SourceJar.loader(folder)) {
      assertThatThrownBy(() -> JobClass.load("com.acme.Job", loader, List.of()))
          .hasMessageStartingWith("com.acme.Job: cannot be loaded: java.lang.ClassFormatError");
    }
  }

  @Test
  void recognisesAnotherCopyOfTheSdk(@TempDir Path folder) throws Exception {
    Path classes =
        SourceJar.compile(
            folder,
            Map.of(
                "io.gridmill.job.run.GridJob",
                "package io.gridmill.job.run; public interface GridJob<I, O> {}",
                "com.acme.Job",
                "package com.acme;"
                    + " public class Job implements io.gridmill.job.run.GridJob<String, String> {}"));
    try (URLClassLoader alone =
        new URLClassLoader(
            new java.net.URL[] {classes.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      assertThatThrownBy(() -> JobClass.load("com.acme.Job", alone, List.of()))
          .hasMessage(
              "com.acme.Job: implements neither GridJob nor ArrayJob of the node, but those of"
                  + " another copy of the SDK (leave it out of the jar)");
    }
  }

  private static String named(Type type) {
    return type.getTypeName();
  }

  public static final class Direct implements GridJob<String, List<Map<String, Integer>>> {
    @Override
    public List<Map<String, Integer>> run(String input, JobContext context) {
      return List.of();
    }
  }

  interface Keyed<V, K> extends GridJob<List<V>, Map<K, V[]>> {}

  abstract static class Base<A> implements Supplier<List<A>>, Keyed<A, String> {
    @Override
    public List<A> get() {
      return List.of();
    }
  }

  public static final class Through extends Base<Long> {
    @Override
    public Map<String, Long[]> run(List<Long> input, JobContext context) {
      return Map.of();
    }
  }

  interface Reads<T> extends GridJob<Set<? extends T>, String> {}

  public static final class Wild implements Reads<Double> {
    @Override
    public String run(Set<? extends Double> input, JobContext context) {
      return "";
    }
  }

  public static class Items implements ArrayJob<Integer, byte[]> {
    @Override
    public byte[] run(Integer item, JobContext context) {
      return new byte[0];
    }
  }

  public static final class Reducing extends Items
      implements ReducingArrayJob<Integer, byte[], Double> {
    @Override
    public Double reduce(Stream<byte[]> results, JobContext context) {
      return 0.0;
    }
  }

  public static final class NoJob {}

  public static final class Both implements GridJob<Long, Long>, ArrayJob<Long, Long> {
    @Override
    public Long run(Long input, JobContext context) {
      return input;
    }
  }

  static final class Hidden extends JobClassTest.Text {}

  public abstract static class Unfinished extends JobClassTest.Text {}

  @SuppressWarnings("ClassCanBeStatic")
  public final class Inner extends JobClassTest.Text {}

  public static final class NoConstructor extends JobClassTest.Text {
    NoConstructor() {}

    public NoConstructor(String text) {
      this();
    }
  }

  static class Text implements GridJob<String, String> {
    @Override
    public String run(String input, JobContext context) {
      return input;
    }
  }

  @SuppressWarnings("rawtypes")
  public static final class Raw implements GridJob {
    @Override
    public @Nullable Object run(Object input, JobContext context) {
      return null;
    }
  }

  @SuppressWarnings("rawtypes")
  public static final class RawParent extends Base {
    @Override
    public @Nullable Object run(Object input, JobContext context) {
      return null;
    }
  }

  public static final class Open<T> implements GridJob<String, T[]> {
    @Override
    public T @Nullable [] run(String input, JobContext context) {
      return null;
    }
  }
}
