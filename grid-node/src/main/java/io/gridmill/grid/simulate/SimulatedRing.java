package io.gridmill.grid.simulate;

import io.gridmill.grid.store.Cluster.MemberChange;
import io.gridmill.grid.store.Member;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A grid in a simulated world: its members come and go as the nodes of a real one do. */
public final class SimulatedRing {
  private final World world;
  private final Map<String, SimulatedCluster> members = new LinkedHashMap<>();
  private final Map<String, SimulatedCluster> holders = new LinkedHashMap<>();
  private Links links = Links.PERFECT;
  private final List<Message> stuck = new ArrayList<>();
  private int joined;

  private record Message(String from, SimulatedProcess to, Runnable arrival) {}

  public SimulatedRing(World world) {
    this.world = world;
  }

  World world() {
    return world;
  }

  /** Sets how messages go from now on. */
  public void links(Links next) {
    this.links = next;
  }

  /** Has a message travel. */
  void send(String from, SimulatedProcess to, Runnable arrival) {
    long nanos = links.nanos(from, to.name());
    if (nanos == Links.STUCK) {
      stuck.add(new Message(from, to, arrival));
    } else if (nanos != Links.LOST) {
      to.after(nanos, arrival);
    }
  }

  /** Lets messages go that are stuck, if there is a way for them now. */
  public void retry() {
    List<Message> again = List.copyOf(stuck);
    stuck.clear();
    again.forEach(m -> send(m.from(), m.to(), m.arrival()));
  }

  /** A new member, which is a process. It is there until it leaves. */
  public SimulatedCluster join(
      SimulatedProcess process, Set<Member.Role> roles, Map<String, String> attributes) {
    joined++;
    Member member = new Member(process.name() + "-" + joined, process.name(), roles, attributes);
    SimulatedCluster cluster = new SimulatedCluster(this, process, member);
    members.put(member.id(), cluster);
    tell(new MemberChange(member, false));
    return cluster;
  }

  private void tell(MemberChange change) {
    List.copyOf(members.values()).forEach(m -> m.changed(change));
  }

  List<Member> members() {
    return members.values().stream().map(SimulatedCluster::self).toList();
  }

  @Nullable SimulatedCluster member(String id) {
    return members.get(id);
  }

  Optional<Member> holder(String singleton) {
    return Optional.ofNullable(holders.get(singleton)).map(SimulatedCluster::self);
  }

  /** Gives a singleton that nobody runs to the oldest member that offers it. */
  void appoint(String singleton) {
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

  /**
   * The others take a member for gone. If it is not, it does not know that yet: what it runs goes
   * on until it is told to stop.
   */
  public void left(SimulatedCluster gone) {
    if (members.remove(gone.self().id()) == null) {
      return;
    }
    tell(new MemberChange(gone.self(), true));
    members.values().forEach(m -> m.lost(gone.self().id()));
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

  /** As {@link #left}, after a while. */
  public void leftAfter(Duration time, SimulatedCluster gone) {
    world.at(time, () -> left(gone));
  }
}
