package io.gridmill.grid.exec;

import io.gridmill.grid.task.Orders;

/** What a provider does with the orders that it is given. */
public interface Runner extends AutoCloseable {
  /** Takes orders; answers at once, whatever they need first. */
  Orders.Refused run(Orders.Run run);

  /** Stops, pauses, resumes or asks back what is held; what is not is passed over. */
  Orders.Done signal(Orders.Signals signals);

  /** All that is held. */
  Orders.Holding held();

  /** How busy the node is. */
  RunnerLoad load();

  /** Gives back what has not ended. */
  @Override
  void close();
}
