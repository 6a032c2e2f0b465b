package io.gridmill.gateway.submit;

import io.gridmill.grid.account.Accounts;
import io.gridmill.grid.account.Caller;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.client.BatchLine;
import io.gridmill.job.client.Role;
import io.gridmill.job.wire.Wire;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A folder whose files become tasks: {@code NAME.json} holds a spec, and perhaps an API key. The
 * {@link Outbox} beside it gets the answers.
 */
public final class Inbox {
  private static final int AT_ONCE = 1000;

  private final Outbox outbox;
  private final Accounts accounts;
  private final TaskBoard board;
  private final @Nullable Caller owner;
  private final Function<Throwable, ?> problem;

  /**
   * What a file of the inbox holds.
   *
   * @param key an API key; null to act as the inbox's owner
   */
  record Letter(@Nullable String key, TaskSpec spec) {
    Letter {
      if (spec == null) {
        throw GridException.invalid("spec", null, "a task's spec");
      }
    }
  }

  /**
   * @param owner as whom files without a key act; null if those are refused
   * @param problem the body that tells of an error
   */
  public Inbox(
      Outbox outbox,
      Accounts accounts,
      TaskBoard board,
      @Nullable String owner,
      Function<Throwable, ?> problem) {
    this.outbox = outbox;
    this.accounts = accounts;
    this.board = board;
    this.owner = owner == null ? null : new Caller(owner, Role.CONSUMER, "inbox");
    this.problem = problem;
  }

  /**
   * Reads a file. Its idempotency key is its name and the time of its last change: a gateway that
   * dies before the file is moved away does not make a second task of it.
   */
  public Batch read(File file) throws IOException {
    Letter letter = Wire.read(Files.readAllBytes(file.toPath()), Letter.class);
    String key = "inbox:" + TaskId.derived(file.getName(), Long.toString(file.lastModified()));
    return new Batch(caller(letter), List.of(new BatchLine(key, letter.spec())));
  }

  private Caller caller(Letter letter) {
    if (letter.key() != null) {
      return accounts.authenticate(letter.key());
    }
    if (owner == null) {
      throw new GridException(
          ErrorCode.UNAUTHENTICATED,
          "key: missing (expected: an API key, as no inbox.owner is configured)");
    }
    return owner;
  }

  /** Answers that a file became a task. */
  public void accept(Outcomes outcomes, String file) {
    switch (outcomes.list().getFirst()) {
      case Outcome.Refused(GridException why) -> throw why;
      case Outcome.Kept(Task task, boolean fresh) -> outbox.accepted(name(file), task.view());
    }
  }

  /** Answers that a file became no task. */
  public void refuse(Throwable why, String file) {
    outbox.error(name(file), problem.apply(why));
  }

  /** Answers how those tasks ended that have ended since. */
  public void answerEnded() {
    List<Map.Entry<String, TaskId>> open = List.copyOf(outbox.open().entrySet());
    for (int i = 0; i < open.size(); i += AT_ONCE) {
      var some = open.subList(i, Math.min(i + AT_ONCE, open.size()));
      Map<TaskId, Task> tasks = board.getAll(some.stream().map(Map.Entry::getValue).toList());
      some.forEach(one -> answer(one.getKey(), tasks.get(one.getValue())));
    }
  }

  private void answer(String name, @Nullable Task task) {
    if (task == null) {
      var gone = new GridException(ErrorCode.TASK_NOT_FOUND, "the task was removed");
      outbox.error(name, problem.apply(gone));
    } else if (task.status().isTerminal()) {
      outbox.result(name, task.view());
    }
  }

  private static String name(String file) {
    return file.substring(0, file.length() - ".json".length());
  }
}
