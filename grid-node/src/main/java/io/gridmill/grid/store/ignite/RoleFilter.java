package io.gridmill.grid.store.ignite;

import io.gridmill.grid.store.Member;
import io.gridmill.grid.store.Schema.Placement;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.lang.IgnitePredicate;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that have one of some roles. It travels and rests as a serialized Java object in the
 * configuration of caches and services, so its fields stay as they are.
 */
final class RoleFilter implements IgnitePredicate<ClusterNode> {
  private static final long serialVersionUID = 1L;

  private final String[] anyOf;

  private RoleFilter(Member.Role... anyOf) {
    this.anyOf = Arrays.stream(anyOf).map(Enum::name).toArray(String[]::new);
  }

  static RoleFilter of(Member.Role role) {
    return new RoleFilter(role);
  }

  static RoleFilter of(Placement placement) {
    return switch (placement) {
      case CORE -> new RoleFilter(Member.Role.CORE);
      case EVERYWHERE -> new RoleFilter(Member.Role.CORE, Member.Role.PROVIDER);
    };
  }

  @Override
  public boolean apply(ClusterNode node) {
    Set<Member.Role> roles = Attributes.roles(node);
    return Arrays.stream(anyOf).anyMatch(role -> roles.contains(Member.Role.valueOf(role)));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RoleFilter filter && Arrays.equals(anyOf, filter.anyOf);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(anyOf);
  }

  @Override
  public String toString() {
    return "roles" + List.of(anyOf);
  }
}
