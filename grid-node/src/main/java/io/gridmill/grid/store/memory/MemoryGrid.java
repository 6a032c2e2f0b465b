package io.gridmill.grid.store.memory;

import io.gridmill.grid.store.Cluster.MemberChange;
import io.gridmill.grid.store.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A grid within one process: its members join and leave as the nodes of a real one do. */
public final class MemoryGrid {
  private final MemoryTables tables = new MemoryTables();
  private final Map<String, MemoryCluster> members = new LinkedHashMap<>();
  private final Map<String, MemoryCluster> holders = new HashMap<>();
  private int joined;

  /** The grid's tables, the same for all members. */
  public MemoryTables tables() {
    return tables;
  }

  /** A new member; it is there until its cluster is closed. */
  public synchronized MemoryCluster join(
      String name, Set<Member.Role> roles, Map<String, String> attributes) {
    joined++;
    Member member =
        new Member(name + "-" + joined, name, Set.copyOf(roles), Map.copyOf(attributes));
    MemoryCluster cluster = new MemoryCluster(this, member);
    members.put(member.id(), cluster);
    members.values().forEach(m -> m.changed(new MemberChange(member, false)));
    return cluster;
  }

  synchronized List<Member> members() {
    return members.values().stream().map(MemoryCluster::self).toList();
  }

  synchronized @Nullable MemoryCluster member(String id) {
    return members.get(id);
  }

  synchronized Optional<Member> holder(String singleton) {
    return Optional.ofNullable(holders.get(singleton)).map(MemoryCluster::self);
  }

  /** Gives a singleton that nobody runs to the oldest member that offers it. */
  synchronized void appoint(String singleton) {
    if (!holders.containsKey(singleton)) {
      members.values().stream()
          .filter(m -> m.offers(singleton))
          .findFirst()
          .ifPresent(
              m -> {
                holders.put(singleton, m);
                m.start(singleton);
              });
    }
  }

  /** Takes a member out; what it ran must have ended. */
  synchronized void left(MemoryCluster gone) {
    if (members.remove(gone.self().id()) == null) {
      return;
    }
    members.values().forEach(m -> m.changed(new MemberChange(gone.self(), true)));
    List<String> orphans = new ArrayList<>();
    holders.forEach(
        (singleton, holder) -> {
          if (holder == gone) {
            orphans.add(singleton);
          }
        });
    orphans.forEach(holders::remove);
    orphans.forEach(this::appoint);
  }
}
