package io.gridmill.job.runtime;

import io.gridmill.job.GridException;
import io.gridmill.job.RawJson;
import io.gridmill.job.run.ArrayJob;
import io.gridmill.job.run.CombiningArrayJob;
import io.gridmill.job.run.ReducingArrayJob;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A worker's instance of an array job, which runs range after range. Used by one thread at a time;
 * {@link RunContext#cancel} may come from any.
 */
public final class ArrayRunner implements AutoCloseable {
  private static final long COMMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long COMBINED_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int COMMIT_BYTES = 256 << 10;
  private static final int LONG_NULL_RUN = 10_000;

  private final JobClass type;
  private final ArrayJob<@Nullable Object, @Nullable Object> job;
  private final Items items;
  private final RunContext context;

  private ArrayRunner(
      JobClass type,
      ArrayJob<@Nullable Object, @Nullable Object> job,
      Items items,
      RunContext context) {
    this.type = type;
    this.job = job;
    this.items = items;
    this.context = context;
  }

  /**
   * Makes an instance and opens it, on this thread.
   *
   * @throws JobFailure if the class is no {@code ArrayJob}, or its constructor or {@code open}
   *     threw
   * @throws CancellationException if the run was cancelled
   */
  public static ArrayRunner open(JobClass type, Items items, RunContext context) throws JobFailure {
    type.requireArray(true);
    context.inItems(true);
    try (RunContext.Entry _ = context.enter(type.loader())) {
      context.stopIfCancelled();
      ArrayJob<@Nullable Object, @Nullable Object> job = instance(type);
      ArrayRunner runner = new ArrayRunner(type, job, items, context);
      runner.openOrClose();
      return runner;
    } catch (Throwable thrown) {
      context.stopIfCancelled();
      throw Failures.of(thrown);
    }
  }

  @SuppressWarnings("unchecked") // JobClass has checked that the class is one
  private static ArrayJob<@Nullable Object, @Nullable Object> instance(JobClass type)
      throws Throwable {
    return (ArrayJob<@Nullable Object, @Nullable Object>) type.newInstance();
  }

  private void openOrClose() throws Exception {
    try {
      job.open(context);
    } catch (Throwable thrown) {
      try {
        job.close();
      } catch (Throwable again) {
        thrown.addSuppressed(again);
      }
      throw thrown;
    }
  }

  /**
   * Runs items on this thread and hands their results to the sink: after a quarter of a second, 256
   * KiB of results or the last item, whichever comes first.
   *
   * @param from the first item
   * @param to the item after the last
   * @return the first item that was not done: {@code to}, unless the run was cancelled or made way
   * @throws JobFailure if the worker cannot go on; what was done before has reached the sink
   */
  public long run(long from, long to, RangeSink sink) throws JobFailure {
    return run(from, to, 1, sink);
  }

  /**
   * As {@link #run(long, long, RangeSink)}.
   *
   * @param tries how often an item is run that throws, at once and on its own
   */
  public long run(long from, long to, int tries, RangeSink sink) throws JobFailure {
    return run(from, to, tries, new RangeBuffer(from), COMMIT_NANOS, sink);
  }

  /**
   * As {@link #run(long, long, int, RangeSink)}, but each part has one line, of all of its results
   * combined, or none if there are none, and they come once a second.
   *
   * @throws JobFailure also if the job is no {@code CombiningArrayJob}, or cannot combine
   */
  public long runCombining(long from, long to, int tries, RangeSink sink) throws JobFailure {
    CombiningArrayJob<?, @Nullable Object> combining = combining();
    RangeBuffer results = new RangeBuffer(from, (one, other) -> combine(combining, one, other));
    return run(from, to, tries, results, COMBINED_NANOS, sink);
  }

  @SuppressWarnings("unchecked") // checked just before
  private CombiningArrayJob<?, @Nullable Object> combining() throws JobFailure {
    if (!(job instanceof CombiningArrayJob<?, ?>)) {
      throw JobClass.refused(type.type(), "is no CombiningArrayJob");
    }
    return (CombiningArrayJob<?, @Nullable Object>) (ArrayJob<?, ?>) job;
  }

  private static Object combine(
      CombiningArrayJob<?, @Nullable Object> job, Object one, Object other) throws JobFailure {
    try {
      return Objects.requireNonNull(job.combine(one, other), "combine() gave null");
    } catch (Throwable thrown) {
      throw Failures.of(thrown);
    }
  }

  /**
   * Combines what was combined before, so many at a time, and hands it to the sink.
   *
   * @param parts those that begin in the range, in the order of their items
   * @param most how many make one
   * @return the first item that was not done: {@code to}, unless the run was cancelled or made way
   * @throws JobFailure if the job is no {@code CombiningArrayJob}, or cannot combine
   */
  public long combine(long from, long to, Iterator<CombinedRange> parts, int most, RangeSink sink)
      throws JobFailure {
    CombiningArrayJob<?, @Nullable Object> combining = combining();
    long start = from;
    int taken = 0;
    Object combined = null;
    try (RunContext.Entry _ = context.enter(type.loader())) {
      while (parts.hasNext()) {
        CombinedRange part = parts.next();
        if (taken == most) {
          sink.items(combined(start, part.from(), combined));
          start = part.from();
          taken = 0;
          combined = null;
        }
        if (context.cancelled() || context.yielding()) {
          return start;
        }
        Object value = Values.decode("combined", part.value(), type.output());
        combined = combined == null ? value : combine(combining, combined, value);
        taken++;
      }
      sink.items(combined(start, to, combined));
      return to;
    } catch (GridException e) {
      throw Failures.of(e);
    }
  }

  private static RangeResult combined(long from, long to, @Nullable Object value) {
    byte[] line =
        value == null
            ? new byte[0]
            : (Values.result(value).json().replace('\n', ' ') + "\n")
                .getBytes(StandardCharsets.UTF_8);
    return new RangeResult(from, to, value == null, line, new long[0], List.of());
  }

  private long run(
      long from, long to, int tries, RangeBuffer results, long commitNanos, RangeSink sink)
      throws JobFailure {
    if (from < 0 || to <= from) {
      throw GridException.invalid("range", from + " to " + to, "0 <= from < to");
    }
    try (RunContext.Entry _ = context.enter(type.loader());
        Items.Reader reader = items.reader(from, to, type.input())) {
      long item = runAll(from, to, tries, reader, results, commitNanos, sink);
      commit(results, sink);
      return item;
    }
  }

  private long runAll(
      long from,
      long to,
      int tries,
      Items.Reader reader,
      RangeBuffer results,
      long commitNanos,
      RangeSink sink)
      throws JobFailure {
    long committed = System.nanoTime();
    for (long item = from; item < to; item++) {
      if (context.cancelled() || context.yielding()) {
        return item;
      }
      try {
        Object result = run(reader.next(), tries);
        if (result != null && results.isAllNull() && results.count() > LONG_NULL_RUN) {
          commit(results, sink);
        }
        results.add(result);
      } catch (JobFailure noItem) {
        commit(results, sink);
        throw noItem;
      } catch (Throwable thrown) {
        if (context.cancelled()) {
          return item;
        }
        if (Failures.isFatal(thrown)) {
          commit(results, sink);
          throw Failures.of(thrown);
        }
        results.addFailed(thrown);
      }
      long now = System.nanoTime();
      if (results.bytes() >= COMMIT_BYTES || now - committed >= commitNanos) {
        commit(results, sink);
        committed = System.nanoTime();
      }
    }
    return to;
  }

  private @Nullable Object run(@Nullable Object item, int tries) throws Exception {
    for (int left = tries - 1; left > 0; left--) {
      try {
        return job.run(item, context);
      } catch (Exception thrown) {
        if (context.cancelled() || Failures.isFatal(thrown)) {
          throw thrown;
        }
      }
    }
    return job.run(item, context);
  }

  private static void commit(RangeBuffer results, RangeSink sink) {
    if (results.count() > 0) {
      sink.items(results.take());
    }
  }

  /**
   * Makes the task's result of the results of all items.
   *
   * @param parts they, in the order of the items, all of them succeeded
   * @throws JobFailure if the job has no reduction, or it threw
   * @throws CancellationException if the run was cancelled
   */
  public RawJson reduce(Iterable<ResultPart> parts) throws JobFailure {
    if (!(job instanceof ReducingArrayJob<?, ?, ?>)) {
      throw JobClass.refused(type.type(), "is no ReducingArrayJob");
    }
    context.inItems(false);
    try (RunContext.Entry _ = context.enter(type.loader());
        ResultReader results = new ResultReader(parts, type.output());
        Stream<@Nullable Object> stream =
            StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(results, Spliterator.ORDERED), false)) {
      context.stopIfCancelled();
      return Values.result(reducing().reduce(stream, context));
    } catch (Throwable thrown) {
      context.stopIfCancelled();
      throw Failures.of(thrown);
    }
  }

  @SuppressWarnings("unchecked") // checked just before
  private ReducingArrayJob<@Nullable Object, @Nullable Object, @Nullable Object> reducing() {
    return (ReducingArrayJob<@Nullable Object, @Nullable Object, @Nullable Object>)
        (ArrayJob<?, ?>) job;
  }

  /**
   * Closes the instance.
   *
   * @throws JobFailure if its {@code close} threw, and the run was not cancelled
   */
  @Override
  public void close() throws JobFailure {
    try (RunContext.Entry _ = context.enter(type.loader())) {
      job.close();
    } catch (Throwable thrown) {
      if (!context.cancelled()) {
        throw Failures.of(thrown);
      }
    }
  }
}
