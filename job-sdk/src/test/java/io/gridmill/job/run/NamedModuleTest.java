package io.gridmill.job.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.job.runtime.SourceJar;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The SDK as a named module, used by a consumer whose own code is one, in a JVM of its own. */
class NamedModuleTest {
  @TempDir private Path folder;

  private static final String MAIN =
      """
      package com.acme;
      import io.gridmill.job.*;
      import io.gridmill.job.testing.LocalGrid;
      import com.acme.jobs.*;
      import java.util.List;
      public class Main {
        public static void main(String[] args) {
          try (LocalGrid grid = LocalGrid.create()) {
            System.out.println(grid.run(Area.class, new Area.Box(2, 3)));
            System.out.println(grid.reduce(Sum.class, 5));
            System.out.println(grid.array(Sum.class, List.of(7L)));
          } catch (GridException e) {
            System.out.println(e.code() + " " + e.getMessage());
          }
        }
      }
      """;

  private static final String AREA =
      """
      package com.acme.jobs;
      import io.gridmill.job.kernel.*;
      import io.gridmill.job.run.*;
      public class Area implements GridJob<Area.Box, Area.Result> {
        public record Box(int width, int height) {}
        public record Result(int area, String backend) {}
        public Result run(Box box, JobContext context) {
          int[] area = new int[1];
          try (KernelGraph graph = context.accelerator().graph("area")
              .launch(Range.of(1), Area::kernel, box.width(), box.height(), area)
              .download(area)) {
            graph.run();
          }
          return new Result(area[0], context.accelerator().backend());
        }
        private static void kernel(int i, int width, int height, int[] area) {
          area[i] = width * height;
        }
      }
      """;

  private static final String SUM =
      """
      package com.acme.jobs;
      import io.gridmill.job.run.*;
      import java.util.stream.Stream;
      public class Sum implements ReducingArrayJob<Long, Long, Long> {
        public Long run(Long item, JobContext context) { return item * item; }
        public Long reduce(Stream<Long> results, JobContext context) {
          return results.mapToLong(n -> n).sum();
        }
      }
      """;

  @Test
  void runsJobsOfAModuleThatOpensThem() throws Exception {
    assertThat(runWith("opens com.acme.jobs;"))
        .isEqualToIgnoringNewLines("Result[area=6, backend=jvm]\n30\n[49]\n");
  }

  @Test
  void saysThatAModuleKeepsItsJobsToItself() throws Exception {
    assertThat(runWith(""))
        .isEqualToIgnoringNewLines(
            "BAD_JOB_CLASS com.acme.jobs.Area: is in a module that keeps it to itself (expected:"
                + " \"opens com.acme.jobs;\" in the module-info of com.acme)");
  }

  @Test
  void saysThatAKernelNeedsAnOpenPackage() throws Exception {
    assertThat(runWith("exports com.acme.jobs;"))
        .startsWith("JOB_FAILED ")
        .contains("closed to module io.gridmill.sdk (expected: `opens com.acme.jobs`");
  }

  @Test
  void hidesTheMachinery() throws Exception {
    assertThat(compileErrors("io.gridmill.job.runtime.JobRunner"))
        .contains("package io.gridmill.job.runtime is not visible");
    assertThat(compileErrors("io.gridmill.job.wire.Wire"))
        .contains("package io.gridmill.job.wire is not visible");
  }

  private String compileErrors(String imported) throws IOException {
    try {
      compile("", Map.of("com.acme.Uses", "package com.acme; import " + imported + ";"));
      return "";
    } catch (IllegalArgumentException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private Path compile(String opens, Map<String, String> sources) throws IOException {
    Map<String, String> all = new HashMap<>(sources);
    all.put("module-info", "module com.acme { requires io.gridmill.sdk; " + opens + " }");
    Path classes = Files.createTempDirectory(folder, "classes");
    return SourceJar.compile(classes, all, "--module-path", modulePath());
  }

  private String runWith(String opens) throws IOException, InterruptedException {
    Path classes =
        compile(
            opens,
            Map.of("com.acme.Main", MAIN, "com.acme.jobs.Area", AREA, "com.acme.jobs.Sum", SUM));
    Path out = folder.resolve("out.txt");
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--module-path",
                classes + File.pathSeparator + modulePath(),
                "--module",
                "com.acme/com.acme.Main")
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    if (!java.waitFor(2, TimeUnit.MINUTES)) {
      java.destroyForcibly();
      throw new AssertionError("still running after two minutes");
    }
    return Files.readString(out, UTF_8);
  }

  /** The SDK and what it requires: all of the tests' class path but the tests. */
  private static String modulePath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !entry.endsWith("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
