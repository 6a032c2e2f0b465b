package io.gridmill.grid.schedule;

import io.gridmill.grid.schedule.Bookings.Booking;
import io.gridmill.grid.task.Lease;
import io.gridmill.grid.task.Orders.Order;
import io.gridmill.grid.task.Orders.Part;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard.Change;
import org.jspecify.annotations.Nullable;

/** What a tick decided: a task and the node that is to get it, with the event that says so. */
record Decision(Booking booking, Change change, @Nullable Lease lease) {

  /** The order for the node, once the event is accepted. */
  Order order(Task task) {
    return new Order(
        task.id(),
        task.owner(),
        task.spec(),
        part(task),
        booking.held().attempt(),
        lease,
        task.checkpoint());
  }

  private Part part(Task task) {
    if (lease != null) {
      return Part.ITEMS;
    }
    return task.array() == null ? Part.ONCE : Part.REDUCE;
  }
}
