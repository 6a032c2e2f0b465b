package io.gridmill.grid.simulate;

import java.util.HashSet;
import java.util.Set;

/** What goes wrong now. */
final class Trouble implements Links {
  private final Chance chance;
  private final Setting setting;
  private final Set<SimulatedProcess> cutOff = new HashSet<>();
  private final Set<SimulatedProcess> buried = new HashSet<>();
  private final Set<String> unlinked = new HashSet<>();
  private final Set<String> deaf = new HashSet<>();
  private boolean on = true;

  Trouble(Chance chance, Setting setting) {
    this.chance = chance;
    this.setting = setting;
  }

  /** Nothing goes wrong any more, but for who stays deaf. */
  void end() {
    on = false;
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
