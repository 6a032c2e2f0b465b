package io.gridmill.cli;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.RawJson;
import io.gridmill.job.runtime.JobClass;
import io.gridmill.job.runtime.JobFailure;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A job in jars on this machine, looked at before anything is sent: a mistake is told here, in a
 * moment, rather than by a worker.
 *
 * @param kind which of the interfaces the class implements
 * @param combining whether it is reduced in a tree
 */
record JarJob(String className, JobClass.Kind kind, boolean combining) {

  /**
   * Finds the job.
   *
   * @param name the class, or null for the only job there is in the first jar
   * @param input what is to be read as the job's input, to try whether it can be; null for none
   */
  static JarJob find(List<Path> jars, @Nullable String name, @Nullable RawJson input) {
    jars.forEach(JarJob::check);
    try (URLClassLoader loader = new URLClassLoader(urls(jars), JarJob.class.getClassLoader())) {
      JobClass job =
          name == null ? only(jars.getFirst(), loader, jars) : JobClass.load(name, loader, jars);
      if (job.kind() == JobClass.Kind.GRID_JOB && input != null) {
        tryInput(job, input);
      }
      return new JarJob(job.type().getName(), job.kind(), job.isCombining());
    } catch (JobFailure e) {
      throw new GridException(e.failure().code(), e.failure().message(), e);
    } catch (IOException e) {
      throw new GridException(ErrorCode.BAD_JAR, jars.getFirst() + ": cannot be read: " + e, e);
    }
  }

  private static void check(Path jar) {
    if (!Files.isRegularFile(jar)) {
      throw new GridException(ErrorCode.BAD_JAR, jar + ": no such file (expected: a jar)");
    }
    try (JarFile file = new JarFile(jar.toFile())) {
      if (file.size() == 0) {
        throw new GridException(ErrorCode.BAD_JAR, jar + ": an empty jar");
      }
    } catch (IOException e) {
      throw new GridException(ErrorCode.BAD_JAR, jar + ": not a jar (" + e.getMessage() + ")", e);
    }
  }

  private static URL[] urls(List<Path> jars) throws IOException {
    URL[] urls = new URL[jars.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = jars.get(i).toUri().toURL();
    }
    return urls;
  }

  private static JobClass only(Path jar, ClassLoader loader, List<Path> jars) throws IOException {
    List<JobClass> jobs = new ArrayList<>();
    try (JarFile file = new JarFile(jar.toFile());
        Stream<JarEntry> entries = file.versionedStream()) {
      for (String entry : entries.map(JarEntry::getName).sorted().toList()) {
        if (entry.endsWith(".class") && !entry.endsWith("-info.class")) {
          add(jobs, entry.substring(0, entry.length() - 6).replace('/', '.'), loader, jars);
        }
      }
    }
    if (jobs.size() == 1) {
      return jobs.getFirst();
    }
    throw GridException.invalid(
        "--class",
        null,
        jobs.isEmpty()
            ? "the name of a job, but " + jar + " has no public class that is a GridJob or ArrayJob"
            : "one of " + String.join(", ", jobs.stream().map(j -> j.type().getName()).toList()));
  }

  private static void add(
      List<JobClass> jobs, String className, ClassLoader loader, List<Path> jars) {
    try {
      jobs.add(JobClass.load(className, loader, jars));
    } catch (JobFailure noJob) {
      // most classes of a jar are none
    }
  }

  private static void tryInput(JobClass job, RawJson input) {
    try {
      Wire.read(Wire.bytes(input), job.input());
    } catch (GridException e) {
      throw new GridException(ErrorCode.BAD_INPUT, "--input: " + e.getMessage(), e);
    } catch (LinkageError needsMore) {
      // the type of the input needs a library that only the node has; the worker will read it
    }
  }
}
