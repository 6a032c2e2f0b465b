package io.gridmill.job.client;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskView;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The one stream of events that tells all handles of a client how their tasks end.
 *
 * <p>What the stream cannot tell is read: each time that it has (re)connected, all tasks that are
 * waited for; and tasks that may have ended before they were waited for. As the reading starts when
 * the stream is on, no end can fall between the two.
 *
 * <p>A task's id follows from its owner and idempotency key ({@link TaskId#derived}), so that a
 * task can be waited for before it is submitted, and the event of its end may even overtake the
 * answer to its submission. Where a gateway chooses ids otherwise, the task is read as above.
 */
final class EventWatch {
  private static final Duration SILENCE = Duration.ofSeconds(30);
  private static final Duration LOOK_FOR_SILENCE = Duration.ofSeconds(5);

  private final Transport transport;
  private final Map<TaskId, Awaited> awaited = new ConcurrentHashMap<>();
  private final LinkedBlockingQueue<TaskId> unread = new LinkedBlockingQueue<>();
  private final AtomicBoolean started = new AtomicBoolean();

  /** Counts up when the stream comes on (then it is odd) and when it is lost (even). */
  private final AtomicInteger turns = new AtomicInteger();

  private volatile @Nullable ServerSentEvents stream;
  private volatile @Nullable String owner;

  EventWatch(Transport transport) {
    this.transport = transport;
  }

  /** A task whose end someone waits for. */
  static final class Awaited {
    private final TaskId id;
    private final CompletableFuture<TaskEventView> end = new CompletableFuture<>();
    private final int turn;
    private volatile boolean submitted;

    private Awaited(TaskId id, int turn) {
      this.id = id;
      this.turn = turn;
    }

    CompletableFuture<TaskEventView> end() {
      return end;
    }
  }

  /** Begins to listen, if it does not yet; returns at once. */
  void start() {
    if (started.compareAndSet(false, true)) {
      transport.threads().execute(this::listen);
    }
  }

  boolean isStarted() {
    return started.get();
  }

  /** Waits for the task that this key is going to make; null if its id cannot be told yet. */
  @Nullable Awaited expect(String idempotencyKey) {
    String known = owner;
    if (known == null || !started.get()) {
      return null;
    }
    return awaited(TaskId.derived(known, idempotencyKey));
  }

  /** What was expected will not come: its submission failed. */
  void forget(@Nullable Awaited expected) {
    if (expected != null && !expected.submitted) {
      awaited.remove(expected.id, expected);
    }
  }

  /** The task was accepted; what was expected, if anything, is this task or is forgotten. */
  CompletableFuture<TaskEventView> submitted(TaskId id, @Nullable Awaited expected) {
    if (expected != null && expected.id.equals(id)) {
      expected.submitted = true;
      if (turns.get() != expected.turn || !isOn(expected.turn)) {
        unread.add(id);
      }
      return expected.end;
    }
    forget(expected);
    return await(id);
  }

  /** The end of a task that the grid has. */
  CompletableFuture<TaskEventView> await(TaskId id) {
    Awaited task = awaited(id);
    task.submitted = true;
    if (isOn(turns.get())) {
      unread.add(id);
    }
    start();
    return task.end;
  }

  private Awaited awaited(TaskId id) {
    int turn = turns.get();
    return awaited.computeIfAbsent(id, absent -> new Awaited(absent, turn));
  }

  private static boolean isOn(int turn) {
    return turn % 2 == 1;
  }

  /** Tells those who wait for it if the task has ended. */
  void saw(TaskEventView task) {
    if (task.status().isTerminal()) {
      Awaited ended = awaited.remove(task.id());
      if (ended != null) {
        ended.end.complete(task);
      }
    }
  }

  private void listen() {
    Future<?> reader = transport.threads().submit(this::readUnread);
    try {
      owner = transport.read(Call.get("/api/me"), Me.class).owner();
      long lostAt = System.nanoTime();
      for (int tries = 1; ; tries++) {
        if (listenOnce()) {
          lostAt = System.nanoTime();
          tries = 0;
        } else if (System.nanoTime() - lostAt > transport.options().retryFor().toNanos()) {
          throw Problems.noGrid(transport.base(), null);
        }
        transport.pause(Transport.backoff(Math.max(1, tries)));
      }
    } catch (GridException e) {
      stop(e);
    } finally {
      reader.cancel(true);
    }
  }

  /** Listens until the stream ends; false if it did not even begin. */
  private boolean listenOnce() {
    boolean began = false;
    Call call = Call.get("/api/events?ended=true").header("Accept", "text/event-stream");
    try (ServerSentEvents events = new ServerSentEvents(transport.open(call))) {
      stream = events;
      for (var event = events.next(); event != null; event = events.next()) {
        if (event.name().equals("ready")) {
          began = true;
          turns.incrementAndGet();
          unread.addAll(awaited.keySet());
        } else if (event.name().equals("tasks")) {
          for (TaskEventView task : Wire.readOwn(event.data(), TaskEventView[].class)) {
            saw(task);
          }
        }
      }
    } catch (IOException broken) {
      // the same as its end: listen() connects again and all that is waited for is read
    } finally {
      if (began) {
        turns.incrementAndGet();
      }
      stream = null;
    }
    return began;
  }

  private void stop(GridException reason) {
    started.set(false);
    for (TaskId id : Set.copyOf(awaited.keySet())) {
      Awaited task = awaited.remove(id);
      if (task != null) {
        task.end.completeExceptionally(reason);
      }
    }
  }

  /** Reads the tasks that may have ended unheard, and ends a stream that has fallen silent. */
  private void readUnread() {
    try {
      while (started.get() && !transport.isClosed()) {
        TaskId first = unread.poll(LOOK_FOR_SILENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (first == null) {
          endSilence();
          continue;
        }
        Set<TaskId> ids = new HashSet<>(Set.of(first));
        for (TaskId id = unread.poll(); id != null; id = unread.poll()) {
          ids.add(id);
          if (ids.size() == TaskIds.MAX) {
            break;
          }
        }
        readEnds(ids);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readEnds(Set<TaskId> ids) {
    List<Awaited> asked = new ArrayList<>();
    for (TaskId id : ids) {
      Awaited task = awaited.get(id);
      if (task != null && task.submitted) {
        asked.add(task);
      }
    }
    if (asked.isEmpty()) {
      return;
    }
    try {
      TaskIds body = new TaskIds(asked.stream().map(t -> t.id).toList());
      TaskPage page = transport.read(Call.json("POST", "/api/tasks/views", body), TaskPage.class);
      for (TaskView task : page.tasks()) {
        ids.remove(task.id());
        saw(TaskEventView.of(task));
      }
      for (Awaited task : asked) {
        if (ids.contains(task.id) && awaited.remove(task.id, task)) {
          task.end.completeExceptionally(notFound(task.id));
        }
      }
    } catch (GridException e) {
      asked.forEach(
          task -> {
            if (awaited.remove(task.id, task)) {
              task.end.completeExceptionally(e);
            }
          });
    }
  }

  private static GridException notFound(TaskId id) {
    return new GridException(
        ErrorCode.TASK_NOT_FOUND, "task " + id + ": there is none of this id, or it is not yours");
  }

  private void endSilence() {
    ServerSentEvents current = stream;
    if (current != null && System.nanoTime() - current.heardAt() > SILENCE.toNanos()) {
      try {
        current.close();
      } catch (IOException alreadyBroken) {
        // listenOnce() sees the end all the same
      }
    }
  }
}
