package io.gridmill.gateway.submit;

import io.gridmill.grid.metrics.Metrics;
import io.gridmill.grid.task.NewTask;
import io.gridmill.grid.task.Submission;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Hands what was admitted to the task board. */
public final class Intake {
  private final TaskBoard board;
  private final Room room;
  private final Metrics.Count submissions;

  public Intake(TaskBoard board, Room room, Metrics metrics) {
    this.board = board;
    this.room = room;
    this.submissions =
        metrics.counter(
            "gridmill_submissions_total",
            "Tasks that were asked for, by what became of it.",
            "outcome");
  }

  /** Keeps the accepted tasks of a batch, in one round trip for all. */
  public Outcomes keep(Admitted admitted) {
    List<NewTask> tasks = new ArrayList<>(admitted.verdicts().size());
    for (Verdict verdict : admitted.verdicts()) {
      if (verdict instanceof Verdict.Accepted(NewTask task, boolean keyed)) {
        tasks.add(task);
      }
    }
    Iterator<Submission> kept;
    try (Room.Place _ = room.take(owner(tasks), tasks.size())) {
      kept = submit(tasks).iterator();
    }
    List<Outcome> outcomes = new ArrayList<>(admitted.verdicts().size());
    for (Verdict verdict : admitted.verdicts()) {
      outcomes.add(
          switch (verdict) {
            case Verdict.Accepted accepted -> outcome(accepted, kept.next());
            case Verdict.Refused(GridException why) -> new Outcome.Refused(why);
          });
    }
    outcomes.forEach(outcome -> submissions.one(word(outcome)));
    return new Outcomes(outcomes);
  }

  private static String owner(List<NewTask> tasks) {
    return tasks.isEmpty() ? "" : tasks.getFirst().owner();
  }

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Kept kept when kept.fresh() -> "accepted";
      case Outcome.Kept _ -> "repeated";
      case Outcome.Refused _ -> "refused";
    };
  }

  /** A single task goes along with the single tasks of other requests. */
  private List<Submission> submit(List<NewTask> tasks) {
    return switch (tasks.size()) {
      case 0 -> List.of();
      case 1 -> List.of(board.submit(tasks.getFirst()));
      default -> board.submitAll(tasks);
    };
  }

  private static Outcome outcome(Verdict.Accepted accepted, Submission submission) {
    NewTask wanted = accepted.task();
    if (accepted.keyed() && !submission.task().spec().equals(wanted.spec())) {
      return new Outcome.Refused(
          new GridException(
              ErrorCode.IDEMPOTENCY_MISMATCH,
              "key: used before for task "
                  + wanted.id()
                  + ", which is another one (expected: a key of its own for each task)"));
    }
    return new Outcome.Kept(submission.task(), submission.fresh());
  }
}
