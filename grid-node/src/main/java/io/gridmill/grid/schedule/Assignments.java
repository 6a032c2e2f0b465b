package io.gridmill.grid.schedule;

import io.gridmill.grid.schedule.Bookings.Booking;
import io.gridmill.grid.task.Applied;
import io.gridmill.grid.task.Orders.Order;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.task.TaskState;
import io.gridmill.job.TaskId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes of decisions what rows say and what nodes are told. */
final class Assignments {
  private final TaskBoard board;
  private final Dispatcher dispatcher;
  private final Desk desk;
  private final Yields yields;
  private long made;

  /**
   * What came of some decisions.
   *
   * @param unsure tasks of which nobody knows whether they were changed
   * @param gone tasks that are not there any more
   * @param read rows that were read meanwhile, as they are now
   * @param replicated tasks that were given to one of several nodes
   */
  record Answers(
      List<TaskId> unsure, List<TaskId> gone, Collection<Task> read, List<Task> replicated) {}

  Assignments(TaskBoard board, Dispatcher dispatcher, Desk desk, Yields yields) {
    this.board = board;
    this.dispatcher = dispatcher;
    this.desk = desk;
    this.yields = yields;
  }

  /** How many were made. */
  long made() {
    return made;
  }

  /** Writes decisions into their tasks' rows, and sends to nodes what was written. */
  Answers make(List<Decision> decisions) {
    List<Optional<Applied>> answers =
        board.applyEach(decisions.stream().map(Decision::change).toList());
    Set<Gang.Key> torn = torn(decisions, answers);
    torn.forEach(gang -> desk.gangs().tore(gang, desk.nanoTime().getAsLong()));
    Map<String, List<Order>> orders = new HashMap<>();
    Map<TaskId, Task> read = new LinkedHashMap<>();
    List<TaskId> unsure = new ArrayList<>();
    List<TaskId> gone = new ArrayList<>();
    List<Task> replicated = new ArrayList<>();
    for (int i = 0; i < decisions.size(); i++) {
      Decision decision = decisions.get(i);
      Booking booking = decision.booking();
      TaskId id = booking.held().task();
      Applied applied = answers.get(i).orElse(null);
      Task task = applied == null ? null : applied.task();
      if (applied == null) {
        desk.bookings().release(booking);
        unsure.add(id);
      } else if (task == null) {
        desk.bookings().release(booking);
        gone.add(id);
      } else if (decision.isPlaced(answers.get(i))) {
        made++;
        desk.bookings().confirm(booking, task.version());
        Gang.Key gang = booking.gang();
        if (gang != null && torn.contains(gang)) {
          yields.ask(booking, "not all of its gang could be placed");
        } else {
          orders
              .computeIfAbsent(booking.node().memberId(), m -> new ArrayList<>())
              .add(decision.order(task));
        }
        if (decision.lease() != null) {
          read.put(id, task);
        } else if (task.state() instanceof TaskState.Replicated) {
          replicated.add(task);
        }
      } else {
        desk.bookings().release(booking);
        read.put(id, task);
      }
    }
    dispatcher.send(orders);
    return new Answers(unsure, gone, read.values(), replicated);
  }

  /** The gangs of which not all were placed: none of them is to start. */
  private Set<Gang.Key> torn(List<Decision> decisions, List<Optional<Applied>> answers) {
    Set<Gang.Key> whole = new HashSet<>();
    Set<Gang.Key> torn = new HashSet<>();
    for (int i = 0; i < decisions.size(); i++) {
      Decision decision = decisions.get(i);
      Gang.Key gang = decision.booking().gang();
      if (gang != null) {
        (decision.isPlaced(answers.get(i)) ? whole : torn).add(gang);
      }
    }
    whole.removeAll(torn);
    whole.forEach(desk.gangs()::started);
    return torn;
  }
}
