package io.gridmill.worker.protocol;

import io.gridmill.job.Failure;
import io.gridmill.job.Progress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message between a node and a worker. A {@code key} names a piece of work that the node gave
 * to this worker; keys are positive, grow, and are never used twice for one worker.
 */
public sealed interface Frame {
  /** The version of the protocol that this release speaks. */
  int VERSION = 1;

  /** The most bytes of a frame, its length not counted. */
  int MAX_BYTES = 16 << 20;

  /** What a node says. */
  sealed interface ToWorker extends Frame {}

  /** What a worker says. */
  sealed interface FromWorker extends Frame {}

  /** Work that a worker does when all work that it was given before is done. */
  sealed interface Work extends ToWorker {
    long key();

    JobCall call();
  }

  /**
   * Run the job once.
   *
   * @param checkpoint the path of a file with what an earlier attempt saved; null if nothing
   */
  record Run(long key, JobCall call, @Nullable String checkpoint) implements Work {}

  /**
   * Run items of an array.
   *
   * @param from the first item
   * @param to one past the last item
   * @param items the path of a file that has a line for each item of the array; null if the items
   *     are numbers
   * @param tries how often an item is run that throws
   * @param combine whether the results of items are combined
   */
  record RunItems(
      long key,
      JobCall call,
      long from,
      long to,
      @Nullable String items,
      int tries,
      boolean combine)
      implements Work {}

  /**
   * Combine results that were combined before.
   *
   * @param parts the path of a file with them, a {@code CombinedRange} a line
   * @param most how many make one
   */
  record Combine(long key, JobCall call, long from, long to, String parts, int most)
      implements Work {}

  /**
   * Make one result of the results of all items.
   *
   * @param count how many items there are
   * @param results the path of a file that has a line for each of them
   * @param checkpoint as with {@link Run}
   */
  record Reduce(long key, JobCall call, long count, String results, @Nullable String checkpoint)
      implements Work {}

  /**
   * Tell which of several results agree: the class of the call is a comparator.
   *
   * @param results those of some runs of the task
   */
  record Compare(long key, JobCall call, List<ResultFiles> results) implements Work {
    public Compare {
      results = List.copyOf(results);
    }
  }

  /**
   * What a run left behind.
   *
   * @param json the path of a file with its result; null if there is none
   * @param outputs the paths of its output files, by name
   */
  record ResultFiles(@Nullable String json, Map<String, String> outputs) {
    public ResultFiles {
      outputs = Map.copyOf(outputs);
    }
  }

  /** Stop this work: tell the job, interrupt it; what was not started is not run. */
  record Cancel(long key) implements ToWorker {}

  /**
   * Make way: what was not started is not run, a job that saves checkpoints ends at its next one,
   * items end between two of them, any other job is stopped.
   */
  record Yield(long key) implements ToWorker {}

  /** Give back what of this work has not been started. */
  record TakeBack(List<Long> keys) implements ToWorker {
    public TakeBack {
      keys = List.copyOf(keys);
    }
  }

  /** End when no work is left. */
  record Stop() implements ToWorker {}

  /**
   * The first frame.
   *
   * @param version the protocol that the worker speaks
   * @param token what the node handed to the worker that it started
   */
  record Hello(int version, String token, long pid) implements FromWorker {}

  /** Where a line of output came from. */
  enum Source {
    OUT,
    ERR,
    LOG
  }

  /** A line of a job's output. */
  record Log(long key, Source source, String text) implements FromWorker {}

  /** How far a job has come. */
  record Report(long key, Progress progress) implements FromWorker {}

  /** What a job saved to resume from. */
  record Checkpoint(long key, Payload state) implements FromWorker {}

  /** An item of an array failed. */
  record ItemFailed(long item, Failure failure) {}

  /**
   * The results of the next items of a {@link RunItems}.
   *
   * @param lines a line of JSON for each; no bytes if none gave a result
   * @param failed how many failed
   * @param failedBits a bit an item, from the first one on, lowest bit first; no bytes if none did
   * @param errors the first few of these
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Items(
      long key,
      long from,
      long to,
      Payload lines,
      long failed,
      byte[] failedBits,
      List<ItemFailed> errors)
      implements FromWorker {
    public Items {
      errors = List.copyOf(errors);
    }
  }

  /** The last word about a piece of work. */
  sealed interface End extends FromWorker {
    long key();

    /** How long the job ran. */
    long nanos();
  }

  /**
   * The work is done.
   *
   * @param result the result as JSON; null for items
   * @param outputs the names of the files that the job left in its folder
   */
  record Done(long key, long nanos, @Nullable Payload result, List<String> outputs) implements End {
    public Done {
      outputs = List.copyOf(outputs);
    }
  }

  /**
   * The work failed.
   *
   * @param spent whether the worker ends now, as it can run nothing more
   */
  record Failed(long key, long nanos, Failure failure, boolean spent) implements End {}

  /** The work was cancelled. */
  record Cancelled(long key, long nanos) implements End {}

  /** The answer to {@link TakeBack}: the work that will not be started, perhaps none. */
  record Returned(List<Long> keys) implements FromWorker {
    public Returned {
      keys = List.copyOf(keys);
    }
  }
}
