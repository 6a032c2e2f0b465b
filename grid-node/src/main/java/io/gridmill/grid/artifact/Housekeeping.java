package io.gridmill.grid.artifact;

import io.gridmill.grid.store.Cluster;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.GridException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes artifacts that nothing names and nobody has used for a while, and uploads that do not get
 * on, as the grid's singleton.
 *
 * <p>Whoever is about to name an artifact finds it in {@link Artifacts} first, which counts as use;
 * so one that is named after the references were gone through is kept as well.
 */
public final class Housekeeping implements Cluster.Singleton {
  /** The singleton's name in the grid. */
  public static final String NAME = "artifacts";

  private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
  private static final long ROUND_MINUTES = 10;
  private static final int MOST = 10_000;

  private final Artifacts artifacts;
  private final References references;
  private final InstantSource clock;
  private final Duration retention;
  private @Nullable Run run;

  /** What names artifacts. */
  public interface References {
    /** Hands over every artifact that is named, some perhaps several times. */
    void forEach(Consumer<ArtifactRef> consumer);
  }

  /**
   * Of these artifacts.
   *
   * @param retention for how long an artifact stays that nothing names, and an upload that does not
   *     get on; more than an hour, as use is noted to the hour
   */
  public Housekeeping(
      Artifacts artifacts, References references, InstantSource clock, Duration retention) {
    if (retention.compareTo(Artifacts.USE_NOTED_EVERY) <= 0) {
      throw GridException.invalid("retention", retention, "> " + Artifacts.USE_NOTED_EVERY);
    }
    this.artifacts = artifacts;
    this.references = references;
    this.clock = clock;
    this.retention = retention;
  }

  @Override
  public synchronized void start() {
    if (run == null) {
      run = new Run();
      run.thread.start();
    }
  }

  @Override
  public synchronized void stop() {
    if (run != null) {
      run.ending.countDown();
      run.thread.interrupt();
      run = null;
    }
  }

  /** One term of office. */
  private final class Run {
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Thread thread =
        Thread.ofPlatform().daemon().name("artifact-housekeeping").unstarted(this::work);

    private void work() {
      try {
        do {
          attempt();
        } while (!ending.await(ROUND_MINUTES, TimeUnit.MINUTES));
      } catch (InterruptedException e) {
        log.debug("the housekeeping of artifacts is left to another node");
      }
    }

    private void attempt() {
      try {
        round();
      } catch (RuntimeException e) {
        if (ending.getCount() > 0) {
          log.error("unused artifacts could not be removed; the next round tries again", e);
        }
      }
    }
  }

  /** Removes what can go now. */
  void round() {
    int uploads = artifacts.sweep(retention);
    Instant since = clock.instant().minus(retention);
    Set<String> unused = new HashSet<>();
    artifacts.unused(since, MOST).forEach(ref -> unused.add(ref.sha256()));
    if (!unused.isEmpty()) {
      Set<String> named = new HashSet<>();
      references.forEach(
          ref -> {
            if (unused.remove(ref.sha256())) {
              named.add(ref.sha256());
            }
          });
      artifacts.noteUse(named); // or the next round would look at these first again
    }
    int removed = 0;
    for (String sha256 : unused) {
      removed += artifacts.removeUnused(sha256, since) ? 1 : 0;
    }
    if (uploads + removed > 0) {
      log.info("removed {} artifacts and {} uploads, unused for {}", removed, uploads, retention);
    }
  }
}
