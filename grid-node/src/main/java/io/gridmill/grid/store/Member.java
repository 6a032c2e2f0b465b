package io.gridmill.grid.store;

import java.util.Map;
import java.util.Set;

/**
 * A process that is part of the grid.
 *
 * @param id unique for each start of the process
 * @param name what people call the node; the same after a restart
 * @param roles what it does
 * @param attributes what it announces of itself, fixed while it is there
 */
public record Member(String id, String name, Set<Role> roles, Map<String, String> attributes) {
  /** What a member does. */
  public enum Role {
    CORE,
    PROVIDER,
    GATEWAY
  }
}
