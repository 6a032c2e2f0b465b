package io.gridmill.grid.schedule;

import io.gridmill.grid.resource.Offer;
import io.gridmill.job.ResourceRequest;

/** Which of the nodes with room for a task it goes to: the one with the least cost. */
enum Fit {
  /**
   * The node on which least is left of what the task needs most of (its dominant resource: Ghodsi
   * et al., Dominant Resource Fairness, 2011), so that wide nodes stay free for wide tasks. What it
   * leaves of the other resources counts a tenth, and idle devices that it does not ask for as much
   * as a whole node.
   */
  TIGHTEST {
    @Override
    double cost(NodeSlots node, ResourceRequest need) {
      Offer offer = node.offer();
      double cores = (double) need.cores() / offer.cores();
      double memory = (double) need.memory().bytes() / Math.max(1, offer.memory().bytes());
      double coresLeft = (double) (node.freeCores() - need.cores()) / offer.cores();
      double memoryLeft =
          (double) (node.freeMemory() - need.memory().bytes())
              / Math.max(1, offer.memory().bytes());
      int count = offer.devices().size();
      if (need.devices() > 0) {
        double left = (node.freeDevices() - need.devices() * need.deviceShare()) / count;
        return left + MINOR * (coresLeft + memoryLeft);
      }
      double idle = count == 0 ? 0 : node.freeDevices() / count;
      return cores >= memory
          ? coresLeft + MINOR * memoryLeft + idle
          : memoryLeft + MINOR * coresLeft + idle;
    }
  },

  /** The node with the least of its cores taken, then the one with the least memory free. */
  LEAST_LOADED {
    @Override
    double cost(NodeSlots node, ResourceRequest need) {
      double memory = (double) node.freeMemory() / Math.max(1, node.offer().memory().bytes());
      return node.load() + 1e-6 * memory;
    }
  };

  private static final double MINOR = 0.1;

  /** What it costs to put a task on a node that has room for it; comparable among nodes only. */
  abstract double cost(NodeSlots node, ResourceRequest need);
}
