package io.gridmill.cli;

import io.gridmill.job.run.ArrayJob;
import io.gridmill.job.run.GridJob;
import io.gridmill.job.run.JobContext;
import io.gridmill.job.run.ReducingArrayJob;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Jobs, and jars of them. */
public final class TestJars {
  private TestJars() {}

  public record Count(int n) {}

  public static final class Echo implements GridJob<Count, Count> {
    @Override
    public Count run(Count input, JobContext context) {
      return input;
    }
  }

  public static final class Squares implements ArrayJob<Long, Long> {
    @Override
    public Long run(Long item, JobContext context) {
      return item * item;
    }
  }

  public static final class Total implements ReducingArrayJob<Long, Long, Long> {
    @Override
    public Long run(Long item, JobContext context) {
      return item;
    }

    @Override
    public Long reduce(Stream<Long> results, JobContext context) {
      return results.mapToLong(Long::longValue).sum();
    }
  }

  static Path jar(Path file, Class<?>... classes) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out)) {
      for (Class<?> type : classes) {
        String name = type.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new JarEntry(name));
        try (InputStream in =
            Objects.requireNonNull(TestJars.class.getClassLoader().getResourceAsStream(name))) {
          in.transferTo(jar);
        }
      }
    }
    return file;
  }
}
