package io.gridmill.grid.task;

import io.gridmill.job.Failure;
import io.gridmill.job.Progress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far an array has come.
 *
 * @param count how many items there are
 * @param done items whose results are committed, as intervals that neither touch nor overlap, in
 *     order
 * @param leases ranges that nodes hold; they do not overlap each other
 * @param nextLease the least id that the next lease may have
 * @param failed how many of the done items failed
 * @param errors the first few failed items
 * @param byNode how many of the done items each node did, by its name
 * @param crashes how often a lease died whose first open item was this one
 */
public record ArrayState(
    long count,
    List<Interval> done,
    List<Lease> leases,
    long nextLease,
    long failed,
    List<ItemError> errors,
    Map<String, Long> byNode,
    List<Crash> crashes) {
  /** How many item errors a task's row keeps. */
  static final int MAX_ERRORS = 10;

  /** How often leases that began at an item died. */
  public record Crash(long item, int times) {}

  public ArrayState {
    done = List.copyOf(done);
    leases = List.copyOf(leases);
    errors = List.copyOf(errors);
    byNode = byNode == null ? Map.of() : Map.copyOf(byNode);
    crashes = List.copyOf(crashes);
  }

  static ArrayState fresh(long count) {
    return new ArrayState(count, List.of(), List.of(), 1, 0, List.of(), Map.of(), List.of());
  }

  public boolean complete() {
    return done.size() == 1 && done.getFirst().from() == 0 && done.getFirst().to() == count;
  }

  public long doneItems() {
    return done.stream().mapToLong(i -> i.to() - i.from()).sum();
  }

  public Progress progress() {
    return new Progress(doneItems(), count, failed, null);
  }

  Optional<Lease> lease(long id) {
    return leases.stream().filter(l -> l.id() == id).findFirst();
  }

  /** The items that are neither done nor leased, in order. */
  public List<Interval> open() {
    List<Interval> taken = new ArrayList<>(done);
    leases.forEach(l -> taken.add(new Interval(l.from(), l.to())));
    taken.sort(Comparator.comparingLong(Interval::from));
    return gaps(new Interval(0, count), taken);
  }

  /** How many items of a lease are done. */
  public long doneOf(Lease lease) {
    long open =
        undone(new Interval(lease.from(), lease.to())).stream()
            .mapToLong(i -> i.to() - i.from())
            .sum();
    return lease.to() - lease.from() - open;
  }

  /** What is not done of a range, in order. */
  List<Interval> undone(Interval range) {
    return gaps(range, done);
  }

  private static List<Interval> gaps(Interval range, List<Interval> taken) {
    List<Interval> open = new ArrayList<>();
    long at = range.from();
    for (Interval t : taken) {
      if (t.from() >= range.to()) {
        break;
      }
      if (t.from() > at) {
        open.add(new Interval(at, t.from()));
      }
      at = Math.max(at, t.to());
    }
    if (at < range.to()) {
      open.add(new Interval(at, range.to()));
    }
    return open;
  }

  /** Why these leases cannot be given now; null if they can. */
  @Nullable String refusal(List<Lease> more) {
    List<Interval> open = open();
    long least = nextLease;
    for (Lease lease : more) {
      if (lease.id() < least) {
        return "lease " + lease.id() + " is older than " + least;
      }
      least = lease.id() + 1;
      if (lease.from() >= lease.to()
          || open.stream().noneMatch(o -> o.from() <= lease.from() && lease.to() <= o.to())) {
        return "items " + lease.from() + " to " + lease.to() + " are not open";
      }
      open = gapsOf(open, lease);
    }
    return null;
  }

  private static List<Interval> gapsOf(List<Interval> open, Lease lease) {
    List<Interval> rest = new ArrayList<>();
    for (Interval o : open) {
      rest.addAll(gaps(o, List.of(new Interval(lease.from(), lease.to()))));
    }
    return rest;
  }

  /** The array with these leases held, too. */
  public ArrayState with(List<Lease> more) {
    List<Lease> all = new ArrayList<>(leases);
    all.addAll(more);
    return new ArrayState(
        count, done, all, more.getLast().id() + 1, failed, errors, byNode, crashes);
  }

  /** Whether a range belongs to a lease that is held, and none of it is done yet. */
  boolean admits(TaskEvent.Commit commit) {
    return isHeld(commit) && lacks(new Interval(commit.from(), commit.to()));
  }

  /** Whether a range of a lease that is held is done, which only this lease can have done. */
  boolean hasKept(TaskEvent.Commit commit) {
    return isHeld(commit) && undone(new Interval(commit.from(), commit.to())).isEmpty();
  }

  private boolean isHeld(TaskEvent.Commit commit) {
    return commit.from() < commit.to()
        && lease(commit.lease())
            .filter(l -> l.from() <= commit.from() && commit.to() <= l.to())
            .isPresent();
  }

  /** Whether nothing of a range is done. */
  boolean lacks(Interval range) {
    return undone(range).equals(List.of(range));
  }

  ArrayState with(TaskEvent.Commit commit) {
    List<Interval> all = new ArrayList<>(done);
    all.add(new Interval(commit.from(), commit.to()));
    all.sort(Comparator.comparingLong(Interval::from));
    List<Interval> merged = new ArrayList<>();
    for (Interval next : all) {
      if (!merged.isEmpty() && merged.getLast().to() == next.from()) {
        merged.add(new Interval(merged.removeLast().from(), next.to()));
      } else {
        merged.add(next);
      }
    }
    List<ItemError> known = new ArrayList<>(errors);
    commit.errors().stream().limit(MAX_ERRORS - known.size()).forEach(known::add);
    Map<String, Long> nodes = new TreeMap<>(byNode);
    lease(commit.lease())
        .ifPresent(l -> nodes.merge(l.node(), commit.to() - commit.from(), Long::sum));
    List<Crash> open =
        crashes.stream().filter(c -> c.item() < commit.from() || c.item() >= commit.to()).toList();
    return new ArrayState(
        count, merged, leases, nextLease, failed + commit.failed(), known, nodes, open);
  }

  ArrayState without(Lease lease) {
    List<Lease> rest = leases.stream().filter(l -> l.id() != lease.id()).toList();
    return new ArrayState(count, done, rest, nextLease, failed, errors, byNode, crashes);
  }

  ArrayState withoutLeases() {
    return new ArrayState(count, done, List.of(), nextLease, failed, errors, byNode, crashes);
  }

  /** The array after a lease died, whose first open item is suspected to be the cause. */
  ArrayState withCrash(Lease lease) {
    List<Interval> rest = undone(new Interval(lease.from(), lease.to()));
    if (rest.isEmpty()) {
      return this;
    }
    Crash crash = new Crash(rest.getFirst().from(), crashesAt(lease) + 1);
    List<Crash> all = new ArrayList<>(crashes);
    all.removeIf(c -> c.item() == crash.item());
    all.add(crash);
    return new ArrayState(count, done, leases, nextLease, failed, errors, byNode, all);
  }

  int crashesAt(Lease lease) {
    List<Interval> rest = undone(new Interval(lease.from(), lease.to()));
    return rest.isEmpty()
        ? 0
        : crashes.stream()
            .filter(c -> c.item() == rest.getFirst().from())
            .mapToInt(Crash::times)
            .sum();
  }

  /** The error of an array that is complete, some of its items having failed. */
  Failure itemsFailed() {
    String first =
        errors.isEmpty()
            ? ""
            : "; item " + errors.getFirst().item() + ": " + errors.getFirst().failure().message();
    return new Failure(
        io.gridmill.job.ErrorCode.ITEMS_FAILED,
        failed + " of " + count + " items failed" + first,
        errors.isEmpty() ? null : errors.getFirst().failure().detail());
  }
}
