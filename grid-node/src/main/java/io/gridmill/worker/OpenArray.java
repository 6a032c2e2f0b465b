package io.gridmill.worker;

import io.gridmill.job.run.JobLog;
import io.gridmill.job.runtime.ArrayRunner;
import io.gridmill.job.runtime.CombinedRange;
import io.gridmill.job.runtime.ItemFailure;
import io.gridmill.job.runtime.JobFailure;
import io.gridmill.job.runtime.RangeResult;
import io.gridmill.job.runtime.RangeSink;
import io.gridmill.job.runtime.RunContext;
import io.gridmill.job.wire.Wire;
import io.gridmill.worker.protocol.Frame;
import io.gridmill.worker.protocol.JobCall;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The instance of an array job that a worker keeps from range to range of the same task.
 *
 * @param call the call that it was opened for
 */
record OpenArray(JobCall call, ArrayRunner runner, RunContext context) {

  /** Whether it can run items of this call, too. */
  boolean serves(JobCall other) {
    return !context.cancelled()
        && !context.yielding()
        && call.task().equals(other.task())
        && call.attempt() == other.attempt()
        && call.className().equals(other.className());
  }

  /** Runs items; tells whether all were run. */
  boolean run(Frame.RunItems work, Outbox outbox) throws JobFailure {
    RangeSink sink = part -> outbox.send(frame(work.key(), part, outbox));
    long done =
        work.combine()
            ? runner.runCombining(work.from(), work.to(), work.tries(), sink)
            : runner.run(work.from(), work.to(), work.tries(), sink);
    return done == work.to();
  }

  /** Combines what was combined before; tells whether all was. */
  boolean combine(Frame.Combine work, Outbox outbox) throws JobFailure, IOException {
    RangeSink sink = part -> outbox.send(frame(work.key(), part, outbox));
    try (Stream<String> lines = Files.lines(Path.of(work.parts()))) {
      var parts = lines.map(line -> Wire.readOwn(line, CombinedRange.class)).iterator();
      return runner.combine(work.from(), work.to(), parts, work.most(), sink) == work.to();
    }
  }

  private static Frame.Items frame(long key, RangeResult part, Outbox outbox) {
    List<Frame.ItemFailed> errors = part.failures().stream().map(OpenArray::failed).toList();
    return new Frame.Items(
        key,
        part.from(),
        part.to(),
        outbox.payload(part.ndjson()),
        part.failedCount(),
        bits(part.failed()),
        errors);
  }

  private static Frame.ItemFailed failed(ItemFailure failure) {
    return new Frame.ItemFailed(failure.item(), WorkLoop.cut(failure.failure()));
  }

  private static byte[] bits(long[] words) {
    ByteBuffer bytes = ByteBuffer.allocate(words.length * Long.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(words);
    int length = bytes.capacity();
    while (length > 0 && bytes.get(length - 1) == 0) {
      length--;
    }
    return Arrays.copyOf(bytes.array(), length);
  }

  /** Closes the instance; its items are done, so an error is only told. */
  void close(JobOutput output) {
    try {
      runner.close();
    } catch (JobFailure e) {
      output.log(JobLog.Level.WARN, "the job's close() failed: " + e.failure().message());
    }
  }
}
