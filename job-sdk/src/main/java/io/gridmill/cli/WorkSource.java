package io.gridmill.cli;

import io.gridmill.job.ArraySpec;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.RawJson;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.Work;
import io.gridmill.job.client.GridClient;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is to be submitted, with the files that have to be brought to the grid first. */
sealed interface WorkSource {

  /** Uploads what the task needs, and gives the task. */
  TaskSpec spec(GridClient grid, Console console, TaskDetails details) throws IOException;

  /** A job in jars. */
  record Jars(
      JarJob job,
      List<Path> jars,
      @Nullable RawJson input,
      @Nullable WorkItems items,
      Map<String, Path> files)
      implements WorkSource {
    @Override
    public TaskSpec spec(GridClient grid, Console console, TaskDetails details) throws IOException {
      List<ArtifactRef> classPath = new ArrayList<>();
      for (Path jar : jars) {
        classPath.add(upload(grid, console, jar));
      }
      ArraySpec array = null;
      if (items != null) {
        ArtifactRef lines = items.lines() == null ? null : upload(grid, console, items.lines());
        array = new ArraySpec(items.count(), lines, items.reduce(), items.allowFailed());
        array = items.reduce() && job.combining() ? array.combining() : array;
      }
      TaskSpec base = TaskSpec.of(new Work.Java(classPath, job.className()));
      return details.applyTo(base, array, input, uploadAll(grid, console, files));
    }
  }

  /** A program. */
  record Program(Work.Command command, Map<String, Path> files) implements WorkSource {
    @Override
    public TaskSpec spec(GridClient grid, Console console, TaskDetails details) throws IOException {
      return details.applyTo(TaskSpec.of(command), null, null, uploadAll(grid, console, files));
    }
  }

  /** A file with the whole task. */
  record Whole(Path json, @Nullable RawJson input, Map<String, Path> files) implements WorkSource {
    @Override
    public TaskSpec spec(GridClient grid, Console console, TaskDetails details) throws IOException {
      TaskSpec base = Wire.read(Files.readAllBytes(json), TaskSpec.class);
      return details.applyTo(base, null, input, uploadAll(grid, console, files));
    }
  }

  private static Map<String, ArtifactRef> uploadAll(
      GridClient grid, Console console, Map<String, Path> files) throws IOException {
    Map<String, ArtifactRef> refs = new LinkedHashMap<>();
    for (Map.Entry<String, Path> file : files.entrySet()) {
      refs.put(file.getKey(), upload(grid, console, file.getValue()));
    }
    return refs;
  }

  private static ArtifactRef upload(GridClient grid, Console console, Path file)
      throws IOException {
    ArtifactRef ref =
        grid.upload(
            () -> Files.newInputStream(file),
            (sent, size) ->
                console.progress(
                    Console.bar(size == 0 ? 1 : (double) sent / size) + " " + file.getFileName()));
    console.clear();
    return ref;
  }
}
