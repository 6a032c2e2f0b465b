package io.gridmill.grid.simulate;

import io.gridmill.grid.delivery.Delivery;
import io.gridmill.grid.ledger.Entry;
import io.gridmill.grid.task.ItemRange;
import io.gridmill.job.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is on disk, and what a power cut leaves of it: each part of the tables loses the last of its
 * changes that were not synced, some all of them and some none.
 *
 * <p>Either each write is synced before its writer goes on, and then nothing can be lost but what
 * was just being written; or each part is synced now and then, and before anybody outside is told
 * of a task that is in it. Then a part may be kept that was made of what another part has lost.
 */
final class Disks {
  private static final String TASKS = "tasks";
  private static final Duration OFTEN = Duration.ofMillis(10);
  private static final Duration SELDOM = Duration.ofSeconds(5);

  private final Simulation simulation;
  private final Journal journal;
  private final boolean each;
  private final boolean syncsFirst;
  private final List<List<Long>> ticks = new ArrayList<>();
  private final Set<TaskId> torn = new HashSet<>();

  Disks(Simulation simulation, Setting setting) {
    this.simulation = simulation;
    this.journal = simulation.tables().journal();
    this.each = setting.syncsEach();
    this.syncsFirst = !simulation.plant().has(Plant.Flaw.ANSWERS_BEFORE_IT_SYNCS);
    if (setting.kinds().contains(Mischief.Kind.POWER)) {
      journal.keep(setting.parts(), each && syncsFirst);
      for (int part = 0; part < setting.parts(); part++) {
        ticks.add(new ArrayList<>());
        syncLater(part);
      }
    }
  }

  private void syncLater(int part) {
    simulation
        .world()
        .at(
            simulation.chance().between(OFTEN, SELDOM),
            () -> {
              journal.sync(part);
              if (simulation.trouble().isOn()) {
                syncLater(part);
              }
            });
  }

  /** Somebody outside is about to be told of a task. */
  void told(TaskId task) {
    if (journal.isKept() && syncsFirst) {
      journal.sync(journal.partOf(TASKS, task));
    }
  }

  /** A row has changed, or was changed back. */
  void changed(
      String table, Object key, @Nullable Object before, @Nullable Object after, boolean undone) {
    if (undone) {
      Stream.of(before == null ? key : before, after == null ? key : after)
          .forEach(row -> tear(key, row));
    } else if (journal.isKept()) {
      ticks.get(journal.partOf(table, key)).add(simulation.recorder().tick());
    }
  }

  private void tear(Object key, Object row) {
    if (key instanceof TaskId task) {
      torn.add(task);
    } else if (row instanceof ItemRange range) {
      torn.add(range.task());
    } else if (row instanceof Delivery delivery) {
      torn.add(delivery.call().task().id());
    } else if (row instanceof Entry entry) {
      torn.add(entry.task());
    }
  }

  /**
   * Whether rows that have to do with a task may not fit each other, as some were kept and others
   * lost that came before them.
   */
  boolean mayBeTorn(TaskId task) {
    return !each && torn.contains(task);
  }

  /** What was not synced is lost, of each part as much as chance has it. */
  void lose() {
    Chance chance = simulation.chance();
    long[] since = new long[journal.parts()];
    Arrays.fill(since, Long.MAX_VALUE);
    boolean together = chance.is(0.2);
    for (int part = 0; part < since.length; part++) {
      int size = journal.size(part);
      int lost = together || chance.is(0.2) ? size : chance.between(0, size);
      if (lost > 0) {
        since[part] = forget(ticks.get(part), lost);
        journal.lose(part, lost);
        simulation.counts().one("parts that lost something");
      }
      simulation.trace().note("LOST", "part " + part, lost, null);
    }
    journal.sync();
    simulation.counts().one("power cuts");
    simulation.recorder().lost(task -> since[journal.partOf(TASKS, task)], Customer::isOne);
  }

  /** From when on what happened may not have, these last changes being taken back. */
  private static long forget(List<Long> ticks, int changes) {
    int kept = Math.max(0, ticks.size() - changes);
    ticks.subList(kept, ticks.size()).clear();
    return kept == 0 ? 0 : ticks.getLast() + 1;
  }
}
