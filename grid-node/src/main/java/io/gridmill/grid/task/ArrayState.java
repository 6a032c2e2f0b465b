package io.gridmill.grid.task;

import io.gridmill.job.ArraySpec;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far an array has come. It is small however many items there are: they are kept as intervals,
 * and there are never more than {@value #MAX_LEASES} leases.
 *
 * @param count how many items there are
 * @param done items whose results are committed, as intervals that neither touch nor overlap, in
 *     order
 * @param leases ranges that nodes hold; they overlap only where one doubles another
 * @param nextLease the least id that the next lease may have
 * @param failed how many of the done items failed
 * @param errors the first few failed items
 * @param byNode how many of the done items each node did, by its name
 * @param crashes how often a lease failed as a whole whose first open item was this one
 * @param suspects items that are leased on their own as one of them may kill its worker
 * @param credits who did what of items that two leases had
 * @param setAside items that are done as they killed their workers too often; they count as failed
 * @param tree how far its reduction has come; null if that is not done in a tree
 */
public record ArrayState(
    long count,
    List<Interval> done,
    List<Lease> leases,
    long nextLease,
    long failed,
    List<ItemError> errors,
    Map<String, Long> byNode,
    List<Crash> crashes,
    List<Suspect> suspects,
    List<Credit> credits,
    List<Interval> setAside,
    @Nullable CombineTree tree) {
  /** How many item errors a task's row keeps. */
  static final int MAX_ERRORS = 10;

  /** How many leases there are at a time, at most. */
  public static final int MAX_LEASES = 2048;

  /** How often leases that began at an item died. */
  public record Crash(long item, int times) {}

  public ArrayState {
    done = List.copyOf(done);
    leases = List.copyOf(leases);
    errors = List.copyOf(errors);
    byNode = byNode == null ? Map.of() : Map.copyOf(byNode);
    crashes = List.copyOf(crashes);
    suspects = suspects == null ? List.of() : List.copyOf(suspects);
    credits = credits == null ? List.of() : List.copyOf(credits);
    setAside = setAside == null ? List.of() : List.copyOf(setAside);
  }

  static ArrayState fresh(long count) {
    return fresh(new ArraySpec(count, null, false));
  }

  static ArrayState fresh(ArraySpec spec) {
    CombineTree tree = spec.combine() ? CombineTree.LEAVES : null;
    return new ArrayState(
        spec.count(),
        List.of(),
        List.of(),
        1,
        0,
        List.of(),
        Map.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        tree);
  }

  /** The same array, what it has combined to be combined again. */
  ArrayState nextLevel(CombineTree wide) {
    CombineTree next = wide.next(nextLease);
    return new ArrayState(
        count, List.of(), List.of(), nextLease, failed, errors, byNode, List.of(), List.of(),
        List.of(), setAside, next);
  }

  /** The level of its tree that is gone through now; 0 while its items are run. */
  public int level() {
    return tree == null ? 0 : tree.level();
  }

  public boolean complete() {
    return done.size() == 1 && done.getFirst().from() == 0 && done.getFirst().to() == count;
  }

  public long doneItems() {
    return done.stream().mapToLong(Interval::size).sum();
  }

  public Progress progress() {
    return new Progress(level() > 0 ? count : doneItems(), count, failed, null);
  }

  Optional<Lease> lease(long id) {
    return leases.stream().filter(l -> l.id() == id).findFirst();
  }

  /** The items that are neither done nor leased, in order. */
  public List<Interval> open() {
    List<Interval> taken = new ArrayList<>(done);
    leases.forEach(l -> taken.add(l.range()));
    return new Interval(0, count).without(taken);
  }

  /**
   * The items that can be leased now, in order: of those that are open the ones whose time has
   * come, suspected ones each in an interval of their own.
   *
   * @param most how long items may have to wait at most; what seems to have to wait longer was put
   *     off by another clock, and is open
   */
  public List<Interval> open(Instant now, Duration most) {
    List<Interval> open = open();
    if (suspects.isEmpty()) {
      return open;
    }
    List<Interval> suspected = suspects.stream().map(Suspect::range).toList();
    List<Interval> all = new ArrayList<>();
    open.forEach(o -> all.addAll(o.without(suspected)));
    for (Suspect suspect : suspects) {
      Instant from = suspect.notBefore();
      if (!from.isAfter(now) || from.isAfter(now.plus(most))) {
        open.forEach(o -> o.shared(suspect.range()).ifPresent(all::add));
      }
    }
    all.sort(Comparator.comparingLong(Interval::from));
    return all;
  }

  /** When the next suspected items may be leased that are not leased; null if there are none. */
  public @Nullable Instant nextOpening() {
    List<Interval> open = suspects.isEmpty() ? List.of() : open();
    return suspects.stream()
        .filter(s -> open.stream().anyMatch(o -> o.overlaps(s.range())))
        .map(Suspect::notBefore)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /** Whether another lease has some of the same items. */
  boolean isShared(Lease lease) {
    return leases.stream().anyMatch(l -> l.id() != lease.id() && l.range().overlaps(lease.range()));
  }

  /** Whether these items are suspected to kill their worker. */
  public boolean isSuspect(Interval items) {
    return suspects.stream().anyMatch(s -> s.range().holds(items));
  }

  /** How many items of a lease are done. */
  public long doneOf(Lease lease) {
    return lease.range().size() - undone(lease.range()).stream().mapToLong(Interval::size).sum();
  }

  /** What is not done of a range, in order. */
  public List<Interval> undone(Interval range) {
    return range.withoutSorted(done);
  }

  /** What of a lease is not done, and no other lease has, in order. */
  public List<Interval> leftTo(Lease lease) {
    List<Interval> others =
        leases.stream().filter(l -> l.id() != lease.id()).map(Lease::range).toList();
    List<Interval> left = new ArrayList<>();
    undone(lease.range()).forEach(i -> left.addAll(i.without(others)));
    return left;
  }

  /** Why these leases cannot be given now; null if they can. */
  @Nullable String refusal(List<Lease> more) {
    if (leases.size() + more.size() > MAX_LEASES) {
      return "has " + leases.size() + " leases";
    }
    List<Interval> open = open();
    long least = nextLease;
    for (Lease lease : more) {
      if (lease.id() < least) {
        return "lease " + lease.id() + " is older than " + least;
      }
      least = lease.id() + 1;
      List<Interval> free = lease.doubles() == null ? open : leftToDouble(lease.doubles());
      if (lease.from() >= lease.to() || free.stream().noneMatch(o -> o.holds(lease.range()))) {
        return "items " + lease.from() + " to " + lease.to() + " are not open";
      }
      open = open.stream().flatMap(o -> o.withoutSorted(List.of(lease.range())).stream()).toList();
    }
    return null;
  }

  private List<Interval> leftToDouble(long lease) {
    return lease(lease).map(this::leftTo).orElse(List.of());
  }

  /** The array with these leases held, too. */
  public ArrayState with(List<Lease> more) {
    List<Lease> all = new ArrayList<>(leases);
    all.addAll(more);
    return new ArrayState(
        count,
        done,
        all,
        more.getLast().id() + 1,
        failed,
        errors,
        byNode,
        crashes,
        suspects,
        credits,
        setAside,
        tree);
  }

  /** Whether a range belongs to a lease that is held, and none of it is done yet. */
  boolean admits(TaskEvent.Commit commit) {
    return isHeld(commit) && lacks(commit.range());
  }

  /** Whether all of a range of a lease that is held was done by it. */
  boolean hasKept(TaskEvent.Commit commit) {
    return isHeld(commit) && undone(commit.range()).isEmpty() && !isOthers(commit);
  }

  /** Whether some of a range was done by another lease that had it, too. */
  private boolean isOthers(TaskEvent.Commit commit) {
    return credits.stream()
        .anyMatch(c -> c.lease() != commit.lease() && c.range().overlaps(commit.range()));
  }

  boolean isHeld(TaskEvent.Commit commit) {
    return commit.from() < commit.to()
        && lease(commit.lease()).filter(l -> l.range().holds(commit.range())).isPresent();
  }

  /** Whether nothing of a range is done. */
  boolean lacks(Interval range) {
    return undone(range).equals(List.of(range));
  }

  ArrayState with(TaskEvent.Commit commit) {
    List<ItemError> known = new ArrayList<>(errors);
    commit.errors().stream().limit(MAX_ERRORS - known.size()).forEach(known::add);
    Map<String, Long> nodes = new TreeMap<>(byNode);
    if (level() == 0) {
      lease(commit.lease()).ifPresent(l -> nodes.merge(l.node(), commit.range().size(), Long::sum));
    }
    List<Crash> open =
        crashes.stream().filter(c -> c.item() < commit.from() || c.item() >= commit.to()).toList();
    List<Interval> all = Interval.add(done, commit.range());
    List<Suspect> left =
        suspects.stream().filter(s -> !s.range().withoutSorted(all).isEmpty()).toList();
    return new ArrayState(
        count,
        all,
        leases,
        nextLease,
        failed + commit.failed(),
        known,
        nodes,
        open,
        left,
        credited(commit),
        setAside,
        tree == null ? null : tree.withRange());
  }

  private List<Credit> credited(TaskEvent.Commit commit) {
    boolean shared =
        leases.stream()
            .anyMatch(l -> l.id() != commit.lease() && l.range().overlaps(commit.range()));
    if (!shared) {
      return credits;
    }
    List<Credit> all = new ArrayList<>(credits);
    Credit last = all.isEmpty() ? null : all.getLast();
    if (last != null && last.lease() == commit.lease() && last.to() == commit.from()) {
      all.removeLast();
      all.add(new Credit(last.from(), commit.to(), commit.lease()));
    } else {
      all.add(new Credit(commit.from(), commit.to(), commit.lease()));
    }
    return all;
  }

  ArrayState without(Lease lease) {
    return holding(leases.stream().filter(l -> l.id() != lease.id()).toList());
  }

  /** The array with these leases and no others. */
  ArrayState holding(List<Lease> held) {
    return with(held, crashes, suspects);
  }

  /** The array after a lease failed as a whole, which is counted at its first open item. */
  ArrayState withCrash(Lease lease) {
    List<Interval> rest = undone(lease.range());
    if (rest.isEmpty()) {
      return this;
    }
    Crash crash = new Crash(rest.getFirst().from(), crashesAt(lease) + 1);
    List<Crash> all = new ArrayList<>(crashes);
    all.removeIf(c -> c.item() == crash.item());
    all.add(crash);
    return with(leases, all, suspects);
  }

  int crashesAt(Lease lease) {
    List<Interval> rest = undone(lease.range());
    return rest.isEmpty()
        ? 0
        : crashes.stream()
            .filter(c -> c.item() == rest.getFirst().from())
            .mapToInt(Crash::times)
            .sum();
  }

  private ArrayState with(List<Lease> held, List<Crash> failures, List<Suspect> suspected) {
    return new ArrayState(
        count, done, held, nextLease, failed, errors, byNode, failures, suspected, credits,
        setAside, tree);
  }

  ArrayState with(Suspect... suspected) {
    List<Suspect> all = new ArrayList<>(suspects);
    for (Suspect suspect : suspected) {
      all.removeIf(s -> s.range().overlaps(suspect.range()));
    }
    all.addAll(List.of(suspected));
    all.sort(Comparator.comparingLong(Suspect::from));
    return with(leases, crashes, all);
  }

  /** The array with an item done that could not be run without killing its worker. */
  ArrayState settingAside(long item, Failure failure) {
    Interval one = new Interval(item, item + 1);
    List<ItemError> known = new ArrayList<>(errors);
    if (known.size() < MAX_ERRORS) {
      known.add(new ItemError(item, failure));
    }
    List<Interval> all = Interval.add(done, one);
    return new ArrayState(
        count,
        all,
        leases,
        nextLease,
        failed + 1,
        known,
        byNode,
        crashes,
        suspects.stream().filter(s -> !s.range().withoutSorted(all).isEmpty()).toList(),
        credits,
        Interval.add(setAside, one),
        tree);
  }

  /** The error of an array that is complete, some of its items having failed. */
  Failure itemsFailed() {
    String first =
        errors.isEmpty()
            ? ""
            : "; item " + errors.getFirst().item() + ": " + errors.getFirst().failure().message();
    return new Failure(
        ErrorCode.ITEMS_FAILED,
        failed + " of " + count + " items failed" + first,
        errors.isEmpty() ? null : errors.getFirst().failure().detail());
  }
}
