package io.gridmill.job.run;

import io.gridmill.job.GridException;
import io.gridmill.job.wire.Wire;
import java.util.Optional;

/**
 * What a job writes down so that a later attempt goes on where this one was lost.
 *
 * <p>There is one checkpoint a task: a newer one takes the place of the older. A job that saves
 * checkpoints may be preempted at each of them, and when its owner pauses it, it ends at its next
 * one; resumed, it goes on from there, on any node that fits. Items of an array have none, as their
 * results are kept as they come; there, all methods throw {@link IllegalStateException}.
 */
public interface Checkpoint {
  /** The most bytes that can be saved at once: 64 MiB. Larger state goes to an output file. */
  int MAX_BYTES = 64 << 20;

  /**
   * The bytes saved last, by this attempt or an earlier one; empty if there are none. The array is
   * the caller's own.
   */
  Optional<byte[]> saved();

  /**
   * Saves these bytes. Returns when they are handed to the grid, which takes them in order; an
   * attempt that dies right afterwards may lose them, and then resumes at the one before.
   *
   * @throws GridException if there are more than {@link #MAX_BYTES}
   * @throws java.util.concurrent.CancellationException if the grid wants this job's place ({@link
   *     JobContext#yielding()}): the state is saved, and a later attempt goes on from it
   */
  void save(byte[] state);

  /**
   * As {@link #saved()}, read from JSON that {@link #saveJson} wrote.
   *
   * @throws GridException if what was saved does not read as this type
   */
  default <T> Optional<T> saved(Class<T> type) {
    return saved().map(json -> Wire.read(json, type));
  }

  /** As {@link #save}, with the JSON of a value, typically a record. */
  default void saveJson(Object state) {
    save(Wire.bytes(state));
  }
}
