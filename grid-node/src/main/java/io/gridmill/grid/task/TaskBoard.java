package io.gridmill.grid.task;

import io.gridmill.grid.store.Column;
import io.gridmill.grid.store.Query;
import io.gridmill.grid.store.Schema;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.store.Tables;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.Scheduling;
import io.gridmill.job.TaskId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only writer of tasks and of their items.
 *
 * <p>Each event is one atomic update of one row, which holds the task's state and the effects that
 * it still owes. Requests that come while others are under way go together with their like.
 */
public final class TaskBoard implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TaskBoard.class);
  private static final int MOST_AT_ONCE = 512;
  private static final int MOST_FAILED = 3;

  /** Version 1 kept the spec in the body, and was JSON. */
  static final Schema<TaskId, Task> SCHEMA =
      new Schema<>(
              "tasks",
              TaskId::value,
              TaskId::new,
              Task.class,
              2,
              List.of(
                  Column.<Task>text("owner", Task::owner).withIndex(),
                  Column.<Task>text("status", t -> t.status().name()).withIndex(),
                  Column.number("submitted", t -> t.submittedAt().toEpochMilli()),
                  Column.text("name", t -> t.spec().name()),
                  Column.number("version", Task::version),
                  Column.number("attempt", t -> (long) t.attempts()),
                  Column.flag("items", TaskBoard::hasSeveral),
                  Column.<Task>flag("owes", t -> t.owed().isEmpty() ? null : true).withIndex(),
                  Column.text("gang", TaskBoard::gang).withIndex()),
              Schema.Placement.EVERYWHERE)
          .withLasting(
              task -> SpecBytes.of(task.spec()),
              (task, bytes) -> task.with(bytes.length == 0 ? null : SpecBytes.read(bytes)));

  /** Whether a task's row says which of several nodes works at what of it. */
  private static boolean hasSeveral(Task task) {
    return (task.array() != null && !task.array().complete())
        || task.state() instanceof TaskState.Replicated;
  }

  private final Table<TaskId, Task> tasks;
  private final Items items;
  private final InstantSource clock;
  private final Requests<NewTask, Submission> submissions;
  private final Requests<Change, Applied> changes;

  /**
   * An event and the task that it happened to.
   *
   * @param quiet whether the task is wanted only if the event is refused
   */
  public record Change(TaskId task, TaskEvent event, boolean quiet) {
    public Change(TaskId task, TaskEvent event) {
      this(task, event, false);
    }
  }

  /** A board that gathers single requests on threads of its own. */
  public TaskBoard(Tables tables, InstantSource clock) {
    this(tables, clock, Requests.Gatherer.ON_THREADS);
  }

  /** A board whose single requests come together in this way. */
  public TaskBoard(Tables tables, InstantSource clock, Requests.Gatherer gatherer) {
    this.tasks = tables.open(SCHEMA);
    this.items = new Items(tables);
    this.clock = clock;
    this.submissions = gatherer.gather("board-submissions", MOST_AT_ONCE, this::submitAll);
    this.changes = gatherer.gather("board-changes", MOST_AT_ONCE, this::applyAll);
  }

  private static @Nullable String gang(Task task) {
    Scheduling.Gang gang = task.spec().scheduling().gang();
    return gang == null ? null : gang.name();
  }

  /** The tables that are written here. */
  public static List<Schema<?, ?>> schemas() {
    return List.of(SCHEMA, Items.SCHEMA);
  }

  /** Keeps a new task; the task that has its id already stays as it is. */
  public Submission submit(NewTask task) {
    return await(submissions.add(task));
  }

  /** Keeps new tasks, in one round trip for all; the answers are in the order of the tasks. */
  public List<Submission> submitAll(List<NewTask> more) {
    Instant now = clock.instant();
    Map<TaskId, RowUpdates.Begin> begins = new LinkedHashMap<>();
    for (NewTask task : more) {
      begins.putIfAbsent(
          task.id(), new RowUpdates.Begin(task.id(), task.owner(), task.spec(), now));
    }
    Map<TaskId, RowUpdates.Kept> answers = tasks.updateAll(begins, new RowUpdates.Submit());
    Set<TaskId> met = new HashSet<>();
    List<Submission> submissions = new ArrayList<>(more.size());
    for (NewTask task : more) {
      Task before = Objects.requireNonNull(answers.get(task.id())).before();
      RowUpdates.Begin begin = Objects.requireNonNull(begins.get(task.id()));
      submissions.add(
          new Submission(
              before == null ? begin.task() : before, met.add(task.id()) && before == null));
    }
    return submissions;
  }

  /** Applies an event, and waits until it is kept. */
  public Applied apply(TaskId task, TaskEvent event) {
    return await(changes.add(new Change(task, event)));
  }

  /**
   * Applies an event soon, together with others. The answer has the task only if the event was
   * refused.
   */
  public CompletableFuture<Applied> applyLater(TaskId task, TaskEvent event) {
    return changes.add(new Change(task, event, true));
  }

  /** Applies an event soon, for a caller that does not wait for it; a failure is logged. */
  public void tell(TaskId task, TaskEvent event) {
    var _ =
        applyLater(task, event)
            .exceptionally(
                e -> {
                  log.warn("task {} could not be told of {}", task, event, e);
                  return new Applied(null, "failed");
                });
  }

  /** Applies events, in one round trip for all; the answers are in the order of the events. */
  public List<Applied> applyAll(List<Change> more) {
    Instant now = clock.instant();
    Map<TaskId, RowUpdates.Events> arguments = new LinkedHashMap<>();
    for (Change change : more) {
      arguments.merge(
          change.task(),
          new RowUpdates.Events(List.of(change.event()), now, change.quiet()),
          RowUpdates.Events::and);
    }
    Map<TaskId, RowUpdates.Answer> answers = tasks.updateAll(arguments, new RowUpdates.Apply());
    Map<TaskId, Integer> seen = new LinkedHashMap<>();
    List<Applied> applied = new ArrayList<>(more.size());
    for (Change change : more) {
      RowUpdates.Answer answer = Objects.requireNonNull(answers.get(change.task()));
      String refusal = answer.refusals().get(seen.merge(change.task(), 1, Integer::sum) - 1);
      applied.add(new Applied(answer.task(), refusal.isEmpty() ? null : refusal));
    }
    return applied;
  }

  /**
   * Applies events as {@link #applyAll} does, and one by one if that fails, so that a row that
   * cannot be changed holds up no other. The answer to an event that was not heard is empty.
   */
  public List<Optional<Applied>> applyEach(List<Change> more) {
    try {
      return applyAll(more).stream().map(Optional::of).toList();
    } catch (RuntimeException e) {
      log.warn("{} events could not be kept together; they are kept one by one", more.size(), e);
    }
    List<Optional<Applied>> answers = new ArrayList<>(more.size());
    boolean heard = false;
    for (Change change : more) {
      // Where nothing is heard it is not the rows.
      boolean hopeless = !heard && answers.size() >= MOST_FAILED;
      Optional<Applied> answer = hopeless ? Optional.empty() : one(change);
      heard |= answer.isPresent();
      answers.add(answer);
    }
    return answers;
  }

  private Optional<Applied> one(Change change) {
    try {
      return Optional.of(applyAll(List.of(change)).getFirst());
    } catch (RuntimeException e) {
      log.error("task {} could not be told of {}", change.task(), change.event(), e);
      return Optional.empty();
    }
  }

  /**
   * Keeps the results of a part of a lease and marks its items as done. The results are dropped if
   * the lease is not held any more. A commit that was accepted before, as one that had to be said
   * twice, is accepted again.
   */
  public CompletableFuture<Applied> commit(ItemRange range, List<ItemError> errors) {
    return commit(range.with(errors));
  }

  private CompletableFuture<Applied> commit(ItemRange range) {
    items.keep(range);
    var commit =
        new TaskEvent.Commit(
            range.lease(), range.from(), range.to(), range.failed(), range.errors());
    return applyLater(range.task(), commit)
        .thenCompose(
            applied -> applied.accepted() ? done(applied) : refused(range, commit, applied));
  }

  /** Keeps of a range that was refused what the lease was first with. */
  private CompletableFuture<Applied> refused(
      ItemRange range, TaskEvent.Commit commit, Applied applied) {
    Task task = applied.task();
    ArrayState array = task == null ? null : task.array();
    if (array == null || array.lacks(range.range())) {
      items.drop(range);
      return done(applied);
    }
    if (!array.isHeld(commit)) {
      return done(applied);
    }
    if (array.hasKept(commit)) {
      return done(new Applied(task, null));
    }
    items.drop(range);
    if (array.tree() != null) {
      return done(applied); // what is combined cannot be taken apart
    }
    CompletableFuture<Applied> last = done(new Applied(task, null));
    for (Interval left : array.undone(range.range())) {
      last =
          last.thenCompose(before -> before.accepted() ? commit(range.part(left)) : done(before));
    }
    return last;
  }

  private static CompletableFuture<Applied> done(Applied answer) {
    return CompletableFuture.completedFuture(answer);
  }

  public Optional<Task> get(TaskId id) {
    return tasks.get(id);
  }

  /** The tasks that exist, of these. */
  public Map<TaskId, Task> getAll(Collection<TaskId> ids) {
    return tasks.getAll(ids);
  }

  /**
   * Tasks by their columns: {@code owner}, {@code status}, {@code submitted} (milliseconds), {@code
   * name}, {@code version}, {@code attempt}, {@code items} (of an array that is not done, or of
   * replicas), {@code owes}, {@code gang}.
   */
  public List<Task> find(Query query) {
    return tasks.find(query);
  }

  /** As {@link #find}, for more than fits in memory; no order. */
  public void scan(Query query, Consumer<Task> consumer) {
    tasks.scan(query, consumer);
  }

  /** As {@link #scan(Query, Consumer)}; rows that cannot be read are told of and passed over. */
  public void scan(
      Query query, Consumer<Task> consumer, Consumer<Table.Unreadable<TaskId>> unreadable) {
    tasks.scan(query, consumer, unreadable);
  }

  /** As {@link #scan(Query, Consumer, Consumer)}, a part at a time. */
  public Table.Parts<TaskId, Task> parts(Query query) {
    return tasks.parts(query);
  }

  /** Hands over every artifact that tasks name, some perhaps several times. */
  public void artifacts(Consumer<ArtifactRef> consumer) {
    tasks.scan(Query.ALL, task -> NamedArtifacts.forEach(task, consumer));
    items.artifacts(consumer);
  }

  /** Tells of changes of tasks that match after them; see {@link Table#watch}. */
  public Table.Subscription watch(
      Query query, Consumer<List<Table.Change<TaskId, Task>>> listener) {
    return tasks.watch(query, listener);
  }

  /** The results of an array's items, in order; the task must have ended well. */
  public ItemResults results(Task task) {
    ArrayState array = task.array();
    if (array == null || !array.complete()) {
      throw new GridException(ErrorCode.RESULT_NOT_READY, "the items are not all done");
    }
    return new ItemResults(items, task.id(), array, 0);
  }

  /**
   * The results of the items of an array that are done, for some of them that begin where a
   * committed range or one that was read before ends.
   */
  public ItemResults resultsFrom(Task task, long item) {
    return new ItemResults(
        items, task.id(), Objects.requireNonNull(task.array(), "only arrays have items"), item);
  }

  /**
   * What was combined of an array's items, of the ranges that begin with one of some items: by the
   * level before the one that is under way, or by the last one if all are done.
   */
  public List<ItemRange> combined(Task task, Interval wanted) {
    ArrayState array = Objects.requireNonNull(task.array(), "only arrays have items");
    CombineTree tree = Objects.requireNonNull(array.tree(), "not all arrays are combined");
    Interval leases =
        array.complete()
            ? new Interval(tree.own(), array.nextLease())
            : new Interval(tree.source(), tree.own());
    return new CombinedRanges(items, task.id(), array, leases).of(wanted);
  }

  /** The failed items of an array from an item on, and why they failed; at most so many. */
  public List<ItemError> failedItems(Task task, long from, int most) {
    return task.array() == null
        ? List.of()
        : new FailedItems(items, task.id(), task.array()).from(from, most);
  }

  /** Forgets a task that has ended, and its items; tells whether it was there. */
  public boolean remove(TaskId id) {
    items.removeAll(id);
    return tasks.remove(id);
  }

  private static <T> T await(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    submissions.close();
    changes.close();
  }
}
