package io.gridmill.job;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a worker is to do: call a class of the job SDK, or start a command. */
public sealed interface Work {

  /**
   * A job in Java.
   *
   * @param classPath the job's jars, in class path order; at least one
   * @param className the class that implements {@code GridJob} or {@code ArrayJob}, as {@link
   *     Class#getName()} gives it
   */
  record Java(List<ArtifactRef> classPath, String className) implements Work {
    public Java {
      if (classPath == null || classPath.isEmpty()) {
        throw GridException.invalid("work.classPath", classPath, "at least one jar");
      }
      if (className == null || className.isBlank()) {
        throw GridException.invalid("work.className", className, "a class name");
      }
      classPath = List.copyOf(classPath);
    }
  }

  /**
   * Any program that is installed on the node, run in an empty working folder that holds the task's
   * named inputs as files.
   *
   * @param argv the program and its arguments; no shell reads them
   * @param outputs names of files, relative to the working folder, that the command writes and the
   *     grid keeps
   * @param environment variables set for the command, besides a minimal {@code PATH}
   */
  record Command(
      List<String> argv, @Nullable List<String> outputs, @Nullable Map<String, String> environment)
      implements Work {
    public Command {
      if (argv == null || argv.isEmpty() || argv.getFirst().isBlank()) {
        throw GridException.invalid("work.argv", argv, "a program and its arguments");
      }
      argv = List.copyOf(argv);
      outputs = outputs == null ? List.of() : List.copyOf(outputs);
      environment = environment == null ? Map.of() : Map.copyOf(environment);
      for (String name : outputs) {
        FileNames.check("work.outputs", name);
      }
    }

    @Override
    public List<String> outputs() {
      return outputs == null ? List.of() : outputs;
    }

    @Override
    public Map<String, String> environment() {
      return environment == null ? Map.of() : environment;
    }
  }
}
