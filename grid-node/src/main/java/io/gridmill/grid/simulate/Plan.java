package io.gridmill.grid.simulate;

import io.gridmill.grid.task.Orders.Order;
import io.gridmill.grid.task.TaskResult;
import io.gridmill.job.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an order goes that a simulated node runs.
 *
 * @param takes how long, from its start to its end; for items all of them together
 * @param failure what it fails by; null if it ends well
 * @param result what it leaves behind if it ends well
 */
public record Plan(Duration takes, @Nullable Failure failure, TaskResult result) {

  /** Ends well after a while, and leaves nothing behind. */
  public static Plan of(Duration takes) {
    return new Plan(takes, null, TaskResult.NONE);
  }

  /** Knows how orders go. */
  @FunctionalInterface
  public interface Plans {
    Plan of(Order order);

    /** Whether the job of an order that is to make way saves a checkpoint before it does. */
    default boolean saves(Order order) {
      return false;
    }

    /** The results of some items of an order, a line each; none if all are null. */
    default byte[] lines(Order order, long from, long to) {
      return new byte[0];
    }
  }
}
