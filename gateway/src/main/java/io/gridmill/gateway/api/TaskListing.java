package io.gridmill.gateway.api;

import io.gridmill.grid.account.Caller;
import io.gridmill.grid.store.Query;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.job.GridException;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.client.TaskPage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Pages of tasks, newest first, those of one millisecond by id.
 *
 * <p>A cursor is the last task that was seen: its time and id. Labels are no column, so tasks are
 * read to see theirs; a page that read {@link #MOST_READ} of them ends early, with a cursor.
 */
final class TaskListing {
  static final int MOST = 1000;
  static final int USUAL = 100;

  private static final int MOST_READ = 10_000;
  private static final int READ_AT_ONCE = 500;
  private static final String TIME = "submitted";

  private final TaskBoard board;

  TaskListing(TaskBoard board) {
    this.board = board;
  }

  /**
   * Which tasks.
   *
   * @param owner null for everybody's
   * @param after what the page before gave as next
   */
  record Filter(
      @Nullable String owner,
      Set<TaskStatus> statuses,
      @Nullable String name,
      Map<String, String> labels,
      int limit,
      @Nullable String after) {
    Query query() {
      Query query = owner == null ? Query.ALL : Query.where("owner", owner);
      if (!statuses.isEmpty()) {
        query = query.andIn("status", statuses.stream().map(TaskStatus::name).toList());
      }
      return name == null ? query : query.and("name", name);
    }

    boolean accepts(Task task) {
      return task.spec().labels().entrySet().containsAll(labels.entrySet());
    }
  }

  /** The account whose tasks a caller sees who asks for those of this one; null for all. */
  static @Nullable String visible(Caller caller, @Nullable String owner) {
    if (caller.isOperator()) {
      return owner;
    }
    if (owner != null && !owner.equals(caller.owner())) {
      throw GridException.invalid("owner", owner, "nothing, or " + caller.owner());
    }
    return caller.owner();
  }

  TaskPage page(Filter filter) {
    List<Task> page = new ArrayList<>();
    Cursor at = filter.after == null ? null : Cursor.parse(filter.after);
    int read = 0;
    int step = filter.labels.isEmpty() ? filter.limit : Math.max(filter.limit, READ_AT_ONCE);
    while (true) {
      List<Task> some = next(filter.query(), at, step + 1);
      boolean more = some.size() > step;
      for (Task task : some.subList(0, Math.min(step, some.size()))) {
        if (page.size() == filter.limit) {
          return page(page, at);
        }
        at = Cursor.of(task);
        if (filter.accepts(task)) {
          page.add(task);
        }
      }
      read += step;
      if (!more) {
        return page(page, null);
      }
      if (page.size() == filter.limit || read >= MOST_READ) {
        return page(page, at);
      }
    }
  }

  private static TaskPage page(List<Task> tasks, @Nullable Cursor next) {
    return new TaskPage(
        tasks.stream().map(Task::view).toList(), next == null ? null : next.toString());
  }

  private List<Task> next(Query query, @Nullable Cursor after, int most) {
    if (after == null) {
      return board.find(query.order(TIME, true).first(most));
    }
    Query sameTime = query.andAtLeast(TIME, after.millis).andLess(TIME, after.millis + 1);
    List<Task> next = new ArrayList<>();
    board.find(sameTime).stream()
        .filter(task -> task.id().compareTo(after.id) > 0)
        .sorted(Comparator.comparing(Task::id))
        .limit(most)
        .forEach(next::add);
    if (next.size() < most) {
      Query older = query.andLess(TIME, after.millis).order(TIME, true);
      next.addAll(board.find(older.first(most - next.size())));
    }
    return next;
  }

  private record Cursor(long millis, TaskId id) {
    static Cursor of(Task task) {
      return new Cursor(task.submittedAt().toEpochMilli(), task.id());
    }

    static Cursor parse(String text) {
      try {
        String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
        int colon = plain.indexOf(':');
        return new Cursor(
            Long.parseLong(plain.substring(0, colon)), new TaskId(plain.substring(colon + 1)));
      } catch (IllegalArgumentException | IndexOutOfBoundsException | GridException malformed) {
        throw GridException.invalid("after", text, "what a page before gave as next");
      }
    }

    @Override
    public String toString() {
      byte[] plain = (millis + ":" + id).getBytes(StandardCharsets.US_ASCII);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(plain);
    }
  }
}
