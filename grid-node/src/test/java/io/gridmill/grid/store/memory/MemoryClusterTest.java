package io.gridmill.grid.store.memory;

import io.gridmill.grid.store.Cluster;
import io.gridmill.grid.store.ClusterContract;
import io.gridmill.grid.store.Member;
import java.util.Map;
import java.util.Set;

class MemoryClusterTest implements ClusterContract {
  private final MemoryGrid grid = new MemoryGrid();

  @Override
  public Cluster join(String name, Set<Member.Role> roles, Map<String, String> attributes) {
    return grid.join(name, roles, attributes);
  }

  @Override
  public void leave(Cluster member) {
    ((MemoryCluster) member).close();
  }
}
