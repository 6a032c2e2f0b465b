package io.gridmill.job.run;

import io.gridmill.job.GridException;
import io.gridmill.job.RawJson;
import io.gridmill.job.TaskId;
import io.gridmill.job.kernel.Accelerator;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the grid offers to a running job. All methods may be called from any thread of the job,
 * until the job's method has returned.
 */
public interface JobContext {

  /** The task that this is a run of. */
  TaskId taskId();

  /** Which attempt this is, 1 being the first. */
  int attempt();

  /**
   * The file that the task names so in its {@code inputs}. It is only for reading.
   *
   * @throws GridException with {@code BAD_INPUT}, which lists the names there are
   */
  Path input(String name);

  /** The names of the task's input files, in alphabetical order. */
  Set<String> inputs();

  /**
   * Where to write a file that the grid keeps as the task's output of this name, if it is there
   * when the job has succeeded. The same name gives the same path. Items of an array have no output
   * files (their reduction has): several workers would write the same one.
   *
   * @param name 1 to 100 letters, digits, '.', '_' and '-', not starting with '.' or '-'
   * @throws GridException if the name is malformed
   * @throws IllegalStateException in an item of an array
   */
  Path output(String name);

  /** The JSON of the task's input, as it came; empty if it has none. */
  Optional<RawJson> rawInput();

  /**
   * The task's input. For array jobs, whose items are something else: what all items share.
   *
   * @throws GridException with {@code BAD_INPUT}, which names the field, its value and what was
   *     expected; also if the task has no input
   */
  <T> T sharedInput(Class<T> type);

  /**
   * Tells how far the job has come. Cheap: the grid passes on the latest, a few times a second. Of
   * an array, the grid counts the items itself and takes only the note.
   *
   * @param done units that are done, of the job's own choosing; {@code >= 0}
   * @param total how many there are; 0 if that is not known
   * @param note a few words, such as {@code loss 0.31}; null for none
   */
  void progress(long done, long total, @Nullable String note);

  /** As {@link #progress(long, long, String)}, without a note. */
  default void progress(long done, long total) {
    progress(done, total, null);
  }

  /** What this attempt can resume from, and where it saves that for the next one. */
  Checkpoint checkpoint();

  /** Whether the job should stop as soon as it can. Once true, it stays so. Cheap. */
  boolean cancelled();

  /**
   * Whether the grid wants this job's place, for other work or as its owner pauses it. A job that
   * has asked for its {@link #checkpoint()} should save one soon: that {@link Checkpoint#save} ends
   * the attempt, and another one goes on from there, elsewhere or later, without counting as a try.
   * Where none is saved within some seconds the job is cancelled and resumes from the one before. A
   * job that never asked for its checkpoint is cancelled at once. Cheap.
   */
  boolean yielding();

  /**
   * What runs kernels on this node: its GPU, or the JVM's threads if the task asked for no device.
   * One for the whole worker, which closes it; graphs are the job's to close.
   */
  Accelerator accelerator();

  /** The task's log. */
  JobLog log();

  /**
   * The time. In tests under {@code LocalGrid} it stands still until the test sets it, which makes
   * jobs that take the time from here repeatable.
   */
  InstantSource clock();
}
