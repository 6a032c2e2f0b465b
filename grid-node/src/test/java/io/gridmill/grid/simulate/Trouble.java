package io.gridmill.grid.simulate;

import io.gridmill.job.ByteSize;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What goes wrong now. */
final class Trouble implements Links {
  static final long PLENTY = ByteSize.ofMiB(10_000).bytes();

  private final Chance chance;
  private final Setting setting;
  private final boolean refusesLate;
  private final Set<SimulatedProcess> cutOff = new HashSet<>();
  private final Set<SimulatedProcess> buried = new HashSet<>();
  private final Set<String> unlinked = new HashSet<>();
  private final Set<String> deaf = new HashSet<>();
  private final Map<String, Integer> full = new HashMap<>();
  private final Map<String, Long> free = new HashMap<>();
  private boolean on = true;
  private int writesLeft;
  private Runnable powerCut = () -> {};

  Trouble(Chance chance, Setting setting, Plant plant) {
    this.chance = chance;
    this.setting = setting;
    this.refusesLate = plant.has(Plant.Flaw.KEEPS_WHAT_IT_REFUSES);
  }

  /** Nothing goes wrong any more, but for who stays deaf. */
  void end() {
    on = false;
    writesLeft = 0;
    full.clear();
    free.clear();
    cutOff.clear();
    unlinked.clear();
  }

  boolean isOn() {
    return on;
  }

  /** Takes a process its way to the tables, or gives it back. */
  void cutOff(SimulatedProcess process, boolean cut) {
    if (cut) {
      cutOff.add(process);
    } else {
      cutOff.remove(process);
    }
  }

  boolean isCutOff(SimulatedProcess process) {
    return cutOff.contains(process) || buried.contains(process);
  }

  /** Nothing that a process has sent arrives any more. */
  void bury(SimulatedProcess process) {
    buried.add(process);
  }

  /** Takes a machine its links to those that are not on its side. */
  void unlink(String machine, boolean cut) {
    if (cut) {
      unlinked.add(machine);
    } else {
      unlinked.remove(machine);
    }
  }

  /** Has a machine not hear what it is asked, though what it says itself is heard. */
  void deafen(String machine, boolean cut) {
    if (cut) {
      deaf.add(machine);
    } else {
      deaf.remove(machine);
    }
  }

  boolean isDeaf(String machine) {
    return deaf.contains(machine);
  }

  /** Leaves so many bytes on the disk of a machine; {@link #PLENTY} are there at first. */
  void leave(String machine, long bytes) {
    free.put(machine, bytes);
  }

  /** How many bytes are free on the disk of a machine. */
  long free(String machine) {
    return free.getOrDefault(machine, PLENTY);
  }

  /**
   * Has a table take no more changes, for as long as this was said more often than the contrary.
   */
  void fill(String table, boolean isFull) {
    full.merge(table, isFull ? 1 : -1, Integer::sum);
  }

  /** Whether a table refuses a change, before it is made. */
  boolean refuses(String table) {
    return isFull(table) && !refusesLate;
  }

  /** Whether a table refuses a change that it has made, which none ever should. */
  boolean refusesLate(String table) {
    return isFull(table) && refusesLate;
  }

  private boolean isFull(String table) {
    return on && full.getOrDefault(table, 0) > 0;
  }

  /** Has the power go in the midst of what somebody does, after so many more writes. */
  void cutPowerAfter(int writes, Runnable cut) {
    writesLeft = writes;
    powerCut = cut;
  }

  /** Whether the power goes right after this write. */
  boolean cutsPower() {
    if (writesLeft == 0 || --writesLeft > 0) {
      return false;
    }
    powerCut.run();
    return true;
  }

  boolean failsRead() {
    return on && chance.is(setting.failedReads());
  }

  boolean failsWrite() {
    return on && chance.is(setting.failedWrites() / 2);
  }

  boolean crashes() {
    return on && chance.is(setting.crashes() / 2);
  }

  boolean loses() {
    return on && chance.is(setting.lost());
  }

  /** How long a message takes now. */
  long nanos() {
    long usual = setting.latency().toNanos();
    long nanos = usual / 2 + chance.below(usual);
    return chance.is(setting.slow()) ? nanos * 100 : nanos;
  }

  @Override
  public long nanos(String from, String to) {
    if (unlinked.contains(from) != unlinked.contains(to) || deaf.contains(to)) {
      return STUCK;
    }
    return loses() ? LOST : nanos();
  }
}
