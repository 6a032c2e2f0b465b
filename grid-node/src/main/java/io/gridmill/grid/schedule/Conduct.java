package io.gridmill.grid.schedule;

import io.gridmill.grid.resource.NodeReport;
import io.gridmill.grid.schedule.Bookings.Booking;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.trust.Standing;
import io.gridmill.job.Failure;
import io.gridmill.job.TaskStatus;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** What nodes do, and what that means for whether they get work. */
final class Conduct {
  private final Quarantine quarantine = new Quarantine();
  private final Reputations reputations = new Reputations();
  private final Nodes nodes;
  private final LongSupplier nanoTime;

  Conduct(Nodes nodes, LongSupplier nanoTime) {
    this.nodes = nodes;
    this.nanoTime = nanoTime;
  }

  Nodes nodes() {
    return nodes;
  }

  void heard(NodeReport report) {
    nodes.heard(reputations.in(report));
    NodeSlots node = nodes.get(report.offer().memberId());
    if (node != null && quarantine.bars(report.offer().name(), nanoTime.getAsLong())) {
      node.bar();
    }
  }

  /** What nodes' results are worth has changed. */
  void judged(List<Standing> standings) {
    reputations.set(standings);
  }

  void refused(Dispatcher.Rejection rejection) {
    NodeSlots node = nodes.get(rejection.memberId());
    if (node != null && rejection.barred()) {
      node.bar();
    }
  }

  void left(String memberId) {
    NodeSlots node = nodes.remove(memberId);
    if (node != null) {
      quarantine.left(node.offer().name(), nanoTime.getAsLong());
    }
  }

  /** What was booked ended well. */
  void worked(Booking booking) {
    NodeSlots node = booking.node();
    quarantine.worked(node.offer().name());
    nodes.completed(node, booking.shape(), nanoTime.getAsLong() - booking.since());
  }

  /** An attempt at a task that is queued again was on a node. */
  private void broke(NodeSlots node, Task task) {
    Failure failure = task.lastFailure();
    if (failure != null) {
      long now = nanoTime.getAsLong();
      quarantine.broke(node.offer().name(), task.owner(), failure.code(), now);
    }
  }

  /** A task is queued again that was on a node: it counts there no more. */
  void cameBack(Desk desk, Yields yields, Booking booking, Task task) {
    desk.bookings().release(booking);
    if (yields.isAsked(booking.held())) {
      return; // it made way, and says nothing of the node
    }
    broke(booking.node(), task);
    booking.node().failed(booking.shape());
    if (task.array() == null || booking.held().lease() == null) {
      booking.node().troubled(booking.shape());
    }
  }

  /** The nodes that get nothing now, with the reason. */
  Map<String, String> barred() {
    return quarantine.reasons(nanoTime.getAsLong());
  }

  /** What ended on a node: it counts there no more, and others may have its room. */
  void ended(Desk desk, Booking booking, TaskStatus status) {
    desk.bookings().release(booking);
    if (status != TaskStatus.SUCCEEDED) {
      booking.node().failed(booking.shape());
      return;
    }
    worked(booking);
    if (booking.node().backlogFree(booking.shape()) > 0) {
      desk.waiting().openFor(booking.shape());
    }
  }
}
