package io.gridmill.grid.schedule;

import java.util.NavigableSet;
import java.util.TreeSet;

/** The tasks of one shape that wait, or a gang, which waits as one. */
final class Line {
  private final Shape shape;
  private final Shares.Party account;
  private final Shares.Party project;
  private final DemandQueue queue;
  private final TreeSet<Entry> entries = new TreeSet<>();
  private Rank rank;

  Line(Shape shape, Shares.Party account, Shares.Party project, DemandQueue queue, Entry first) {
    this.shape = shape;
    this.account = account;
    this.project = project;
    this.queue = queue;
    this.entries.add(first);
    this.rank = new Rank(0, 0, 0, first.turn(), first.id());
  }

  Shape shape() {
    return shape;
  }

  Shares.Party account() {
    return account;
  }

  Shares.Party project() {
    return project;
  }

  DemandQueue queue() {
    return queue;
  }

  NavigableSet<Entry> entries() {
    return entries;
  }

  Entry first() {
    return entries.first();
  }

  /** Where its first task stood when it was last ranked. */
  Rank rank() {
    return rank;
  }

  void rank(Rank now) {
    rank = now;
  }
}
