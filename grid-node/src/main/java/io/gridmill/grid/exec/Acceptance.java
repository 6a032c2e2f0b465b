package io.gridmill.grid.exec;

import io.gridmill.grid.task.Orders;
import io.gridmill.job.ByteSize;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.ResourceRequest;
import io.gridmill.job.Work;
import org.jspecify.annotations.Nullable;

/** Which orders a node takes. */
record Acceptance(RunnerConfig config) {

  /** Why an order is not taken; null if it is. */
  @Nullable Failure refusal(Orders.Order order) {
    if (order.spec().work() instanceof Work.Command && !config.commandsAllowed()) {
      return refused("runs no commands (exec.commands)");
    }
    ResourceRequest needs = order.spec().resources();
    if (needs.cores() > config.cores()) {
      return refused("has %d cores (resources.cores: %d)".formatted(config.cores(), needs.cores()));
    }
    ByteSize most =
        config.heapMax().compareTo(config.memory()) < 0 ? config.heapMax() : config.memory();
    if (needs.memory().compareTo(most) > 0) {
      return refused("gives at most %s (resources.memory: %s)".formatted(most, needs.memory()));
    }
    return null;
  }

  private Failure refused(String why) {
    return Failure.of(ErrorCode.NOT_ALLOWED_ON_NODE, "node " + config.node() + " " + why);
  }
}
