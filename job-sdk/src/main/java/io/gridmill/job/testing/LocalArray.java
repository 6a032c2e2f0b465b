package io.gridmill.job.testing;

import io.gridmill.job.ArraySpec;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.RawJson;
import io.gridmill.job.runtime.ArrayRunner;
import io.gridmill.job.runtime.ItemFailure;
import io.gridmill.job.runtime.Items;
import io.gridmill.job.runtime.JobClass;
import io.gridmill.job.runtime.JobFailure;
import io.gridmill.job.runtime.RangeResult;
import io.gridmill.job.runtime.ResultPart;
import io.gridmill.job.runtime.ResultReader;
import io.gridmill.job.runtime.RunContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** The items of one task, run a range at a time. */
final class LocalArray {
  private static final long RANGE = 1000;

  private final LocalTask task;
  private final JobClass job;
  private final Items items;
  private final long count;
  private final List<RangeResult> committed = new ArrayList<>();
  private long done;

  LocalArray(LocalTask task, JobClass job, Items items, ArraySpec array) {
    this.task = task;
    this.job = job;
    this.items = items;
    this.count = array.count();
  }

  /** Runs all items; fails if any of them did. */
  void run() {
    task.run(this::attempt);
    long failed = committed.stream().mapToLong(RangeResult::failedCount).sum();
    if (failed > 0) {
      ItemFailure first =
          committed.stream().flatMap(part -> part.failures().stream()).findFirst().orElseThrow();
      String detail = first.failure().detail();
      throw new GridException(
          ErrorCode.ITEMS_FAILED,
          "%d of %d items failed, the first of them item %d: %s%s"
              .formatted(
                  failed,
                  count,
                  first.item(),
                  first.failure().message(),
                  detail == null ? "" : "\n" + detail));
    }
  }

  /** Goes on where the attempt before was lost. */
  private Void attempt(RunContext context) throws JobFailure {
    try (ArrayRunner runner = ArrayRunner.open(job, items, context)) {
      while (done < count) {
        long to = Math.min(count, done + RANGE);
        if (runner.run(done, to, this::commit) < to) {
          throw new CancellationException("item " + done + " and those after it were cancelled");
        }
      }
    }
    return null;
  }

  private void commit(RangeResult part) {
    committed.add(part);
    done = part.to();
  }

  /** The results, read back from their JSON. */
  List<@Nullable Object> results() {
    List<@Nullable Object> results = new ArrayList<>();
    try (ResultReader reader = new ResultReader(parts(), job.output())) {
      reader.forEachRemaining(results::add);
    } catch (IOException e) {
      throw new UncheckedIOException("results in memory could not be read", e);
    }
    return results;
  }

  /** The reduced result, by a fresh instance. */
  RawJson reduce() {
    return task.run(
        context -> {
          try (ArrayRunner runner = ArrayRunner.open(job, items, context)) {
            return runner.reduce(parts());
          }
        });
  }

  private List<ResultPart> parts() {
    return committed.stream()
        .map(
            part ->
                new ResultPart(
                    part.to() - part.from(),
                    part.allNull() ? null : () -> new ByteArrayInputStream(part.ndjson())))
        .toList();
  }
}
