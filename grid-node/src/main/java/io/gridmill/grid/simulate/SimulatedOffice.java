package io.gridmill.grid.simulate;

import io.gridmill.grid.schedule.Term;
import io.gridmill.grid.store.Cluster;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves terms of office in a process of a simulated world: after one that failed, another. */
public final class SimulatedOffice implements Cluster.Singleton {
  private static final Logger log = LoggerFactory.getLogger(SimulatedOffice.class);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final SimulatedProcess process;
  private final Function<Runnable, ? extends Term> terms;
  private @Nullable Serving serving;

  /**
   * Makes an office.
   *
   * @param terms makes a term, given what wakes it
   */
  public SimulatedOffice(SimulatedProcess process, Function<Runnable, ? extends Term> terms) {
    this.process = process;
    this.terms = terms;
  }

  @Override
  public void start() {
    if (serving == null) {
      serving = new Serving();
      serving.begin();
    }
  }

  @Override
  public void stop() {
    if (serving != null) {
      Serving last = serving;
      serving = null;
      last.end();
    }
  }

  /** Whether a term is served. */
  public boolean isServed() {
    return serving != null && process.isAlive();
  }

  private final class Serving {
    private final World world = process.world();
    private final Term term = terms.apply(this::wake);
    private long due = Long.MAX_VALUE;
    private boolean over;

    private void begin() {
      guarded(term::begin);
      stepAfter(0);
    }

    private void wake() {
      stepAfter(0);
    }

    private void stepAfter(long nanos) {
      long at = world.nanoTime() + Math.max(0, nanos);
      if (!over && at < due) {
        due = at;
        process.after(nanos, () -> step(at));
      }
    }

    /** Steps, unless a step that was asked for since has taken this one's place. */
    private void step(long at) {
      if (over || at != due) {
        return;
      }
      due = Long.MAX_VALUE;
      guarded(() -> stepAfter(term.step()));
    }

    private void guarded(Runnable part) {
      try {
        part.run();
      } catch (RuntimeException e) {
        log.debug("a term in {} failed and another follows", process.name(), e);
        again();
      }
    }

    private void again() {
      if (over) {
        return;
      }
      end();
      process.at(
          AGAIN,
          () -> {
            if (serving == this) {
              serving = new Serving();
              serving.begin();
            }
          });
    }

    private void end() {
      over = true;
      term.end();
    }
  }
}
