package io.gridmill.grid.schedule;

import io.gridmill.grid.resource.NodeReport;
import io.gridmill.grid.resource.Offer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The nodes that tasks can be given to, by member. */
final class Nodes {
  /** A round that took longer than this was held up; nobody is to blame for silence in it. */
  private static final long LONGEST_ROUND_NANOS = 2_000_000_000L;

  private final Fit fit;
  private final Map<String, NodeSlots> byMember = new LinkedHashMap<>();
  private final Map<Demand, Candidates> candidates = new HashMap<>();
  private final Map<Demand, Groups> groups = new HashMap<>();
  private final Map<Shape, Set<NodeSlots>> quick = new HashMap<>();
  private final ArrayDeque<Integer> unused = new ArrayDeque<>();
  private final NodeChanges changes = new NodeChanges();
  private final Tally tally = new Tally();
  private int ordinals;
  private long reportingNanos;
  private long lastRound;
  private boolean anyHeard;
  private double cores;
  private double memory;
  private double devices;

  Nodes(Fit fit, long nanoTime) {
    this.fit = fit;
    this.lastRound = nanoTime;
  }

  Collection<NodeSlots> all() {
    return byMember.values();
  }

  int size() {
    return byMember.size();
  }

  /** One more than the largest ordinal of a node. */
  int ordinals() {
    return ordinals;
  }

  NodeChanges changes() {
    return changes;
  }

  /** Where tasks of shapes that group by an attribute are. */
  Tally tally() {
    return tally;
  }

  List<String> members() {
    return List.copyOf(byMember.keySet());
  }

  @Nullable NodeSlots get(String memberId) {
    return byMember.get(memberId);
  }

  /** The nodes for a demand. */
  Candidates candidates(Demand demand) {
    return candidates.computeIfAbsent(demand, d -> new Candidates(d, null, this, fit));
  }

  /** The nodes for a demand that groups by an attribute, by its values. */
  Groups groups(Demand demand, String grouping) {
    return groups.computeIfAbsent(demand, d -> new Groups(d, grouping, this, fit));
  }

  /** Forgets what it kept for a demand that nobody has any more. */
  void forget(Demand demand) {
    candidates.remove(demand);
    groups.remove(demand);
  }

  /** Takes note of a report; returns the node if it is new. */
  Optional<NodeSlots> heard(NodeReport report) {
    anyHeard = true;
    Offer offer = report.offer();
    NodeSlots known = byMember.get(offer.memberId());
    if (known != null) {
      known.heard(reportingNanos);
      if (!known.offer().equals(offer)) {
        count(known.offer(), -1);
        known.offers(offer);
        count(offer, 1);
        changes.renew(byMember.size());
      }
      return Optional.empty();
    }
    Integer free = unused.poll();
    NodeSlots fresh =
        new NodeSlots(offer, free == null ? ordinals++ : free, changes, tally, reportingNanos);
    byMember.put(fresh.memberId(), fresh);
    count(offer, 1);
    changes.renew(byMember.size());
    return Optional.of(fresh);
  }

  @Nullable NodeSlots remove(String memberId) {
    NodeSlots gone = byMember.remove(memberId);
    if (gone != null) {
      gone.left();
      unused.add(gone.ordinal());
      count(gone.offer(), -1);
      changes.renew(byMember.size());
    }
    return gone;
  }

  private void count(Offer offer, int times) {
    cores += times * offer.cores();
    memory += times * (double) offer.memory().bytes();
    devices += times * offer.devices().size();
  }

  /** A task of a shape ended well on a node, which may have made it one where more can wait. */
  void completed(NodeSlots node, Shape shape, long nanos) {
    node.completed(shape, nanos);
    if (node.isQuick(shape)) {
      quick.computeIfAbsent(shape, s -> new LinkedHashSet<>()).add(node);
    }
  }

  /** The nodes where tasks of a shape may wait behind those that run. */
  Collection<NodeSlots> quick(Shape shape) {
    Set<NodeSlots> nodes = quick.get(shape);
    if (nodes == null) {
      return List.of();
    }
    nodes.removeIf(n -> !n.isQuick(shape) || byMember.get(n.memberId()) != n);
    if (nodes.isEmpty()) {
      quick.remove(shape);
    }
    return nodes;
  }

  /** The largest share of the grid's cores, memory or devices that a task takes. */
  double dominantShare(Demand demand) {
    var need = demand.resources();
    double ofCores = need.cores() / Math.max(1, cores);
    double ofMemory = need.memory().bytes() / Math.max(1, memory);
    double ofDevices = need.devices() * need.deviceShare() / Math.max(1, devices);
    return Math.max(ofCores, Math.max(ofMemory, ofDevices));
  }

  /**
   * The nodes that have not been heard of for so long while others were; asked once a round. While
   * none is heard of, it is the grid that stands still, as while its members change.
   */
  List<NodeSlots> silentFor(long nanos, long nanoTime) {
    if (anyHeard) {
      reportingNanos += Math.min(nanoTime - lastRound, LONGEST_ROUND_NANOS);
    }
    anyHeard = false;
    lastRound = nanoTime;
    List<NodeSlots> silent = new ArrayList<>();
    for (NodeSlots node : byMember.values()) {
      if (node.silentFor(nanos, reportingNanos)) {
        silent.add(node);
      }
    }
    return silent;
  }
}
