package io.gridmill.job.runtime;

import io.gridmill.job.RawJson;
import io.gridmill.job.run.ResultComparator;
import io.gridmill.job.run.ResultComparator.RunResult;
import io.gridmill.job.wire.Wire;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Has a {@link ResultComparator} tell which of several results agree. */
public final class ComparatorRunner {
  private ComparatorRunner() {}

  /**
   * One of the results.
   *
   * @param json the file with its value as JSON; null if it has none
   * @param outputs its output files, by name
   */
  public record Candidate(@Nullable Path json, Map<String, Path> outputs) {}

  /**
   * Makes an instance, and compares each result with the first of each group that agrees.
   *
   * @return a JSON list of numbers: for each result the place of the first one that it agrees with,
   *     its own if there is none
   * @throws JobFailure if the class is none of a comparator, a result does not fit it, or it threw
   * @throws CancellationException if the run was cancelled before, or threw after it was
   */
  public static RawJson run(
      String className,
      ClassLoader loader,
      List<Path> jars,
      List<Candidate> candidates,
      RunContext context)
      throws JobFailure {
    Class<?> type = JobClass.comparator(className, loader, jars);
    Type value = TypeArguments.of(type, ResultComparator.class).get(0, "result");
    try (RunContext.Entry _ = context.enter(loader)) {
      context.stopIfCancelled();
      ResultComparator<@Nullable Object> comparator = instance(type);
      List<RunResult<@Nullable Object>> results = new ArrayList<>();
      for (Candidate candidate : candidates) {
        results.add(new RunResult<>(read(candidate.json(), value), candidate.outputs()));
      }
      List<Integer> firsts = new ArrayList<>();
      for (int i = 0; i < results.size(); i++) {
        int first = 0;
        while (first < i
            && (firsts.get(first) != first
                || !comparator.agree(results.get(first), results.get(i)))) {
          first++;
        }
        firsts.add(first);
      }
      return new RawJson(Wire.text(firsts));
    } catch (Throwable thrown) {
      context.stopIfCancelled();
      throw Failures.of(thrown);
    }
  }

  private static @Nullable Object read(@Nullable Path json, Type type) throws Exception {
    return json == null || type == Void.class ? null : Wire.read(Files.readAllBytes(json), type);
  }

  @SuppressWarnings("unchecked") // JobClass has checked that the class is one
  private static ResultComparator<@Nullable Object> instance(Class<?> type) throws Throwable {
    return (ResultComparator<@Nullable Object>) JobClass.newInstance(type);
  }
}
