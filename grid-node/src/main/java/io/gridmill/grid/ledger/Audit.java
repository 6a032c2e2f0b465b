package io.gridmill.grid.ledger;

import java.util.List;
import java.util.Map;

/**
 * What was found when all entries were looked at.
 *
 * @param entries how many there are
 * @param balances what each account has earned less what it owes, in millionths of a unit
 * @param faults which entries are wrong, the first {@value Ledger#MOST_FAULTS} of them
 */
public record Audit(long entries, Map<String, Long> balances, List<Fault> faults) {
  /**
   * An entry that is wrong.
   *
   * @param cause the entry's
   */
  public record Fault(String cause, String what) {}

  public Audit {
    balances = Map.copyOf(balances);
    faults = List.copyOf(faults);
  }

  /** Whether no entry is wrong, and what some have earned is what others owe. */
  public boolean isClean() {
    return faults.isEmpty() && sum() == 0;
  }

  /** What all balances come to. */
  public long sum() {
    return balances.values().stream().mapToLong(Long::longValue).sum();
  }
}
