package io.gridmill.grid.store.ignite;

import io.gridmill.grid.store.Cluster;
import io.gridmill.grid.store.ClusterContract;
import io.gridmill.grid.store.Member;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

class IgniteClusterTest implements ClusterContract {
  private final TestGrid grid = new TestGrid();

  @AfterEach
  void stop() {
    grid.close();
  }

  @Override
  public Cluster join(String name, Set<Member.Role> roles, Map<String, String> attributes) {
    return grid.start(name, roles, attributes, settings -> settings).cluster();
  }

  @Override
  public void leave(Cluster member) {
    grid.nodes().stream()
        .filter(node -> node.cluster().equals(member))
        .findFirst()
        .ifPresent(grid::stop);
  }
}
