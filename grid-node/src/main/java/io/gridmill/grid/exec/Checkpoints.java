package io.gridmill.grid.exec;

import io.gridmill.grid.artifact.Artifacts;
import io.gridmill.grid.task.Applied;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.job.ArtifactRef;
import io.gridmill.worker.protocol.Payload;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what jobs save to resume from, the last {@value #KEPT} of an attempt.
 *
 * <p>Each is stored behind a line that names its task, so that its digest is its own: no other task
 * names it, and it can be removed when a later one takes its place.
 */
final class Checkpoints {
  private static final int KEPT = 2;
  private static final String TITLE = "gridmill checkpoint ";
  private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);

  private final Artifacts artifacts;
  private final Reports reports;
  private final Executor executor;

  /**
   * @param executor runs what may block
   */
  Checkpoints(Artifacts artifacts, Reports reports, Executor executor) {
    this.artifacts = artifacts;
    this.reports = reports;
    this.executor = executor;
  }

  /** Keeps what a job saved; the worker waits while an earlier one is kept. */
  void saved(Assignment assignment, Payload state) {
    assignment.saved.join();
    assignment.saved = CompletableFuture.runAsync(() -> save(assignment, state), executor);
  }

  private void save(Assignment assignment, Payload state) {
    try {
      ArtifactRef ref = store(assignment, state);
      Applied applied =
          reports.told(assignment, new TaskEvent.Save(assignment.order.attempt(), ref)).join();
      if (!applied.accepted()) {
        artifacts.remove(ref.sha256());
        return;
      }
      assignment.checkpoints.addLast(ref);
      while (assignment.checkpoints.size() > KEPT) {
        artifacts.remove(assignment.checkpoints.removeFirst().sha256());
      }
    } catch (IOException | RuntimeException e) {
      log.warn("{}: a checkpoint could not be stored; going on", assignment, e);
    }
  }

  private ArtifactRef store(Assignment assignment, Payload state) throws IOException {
    String title =
        TITLE
            + assignment.order.task()
            + " "
            + assignment.order.attempt()
            + " "
            + assignment.checkpointsSaved++
            + "\n";
    InputStream head = new ByteArrayInputStream(title.getBytes(StandardCharsets.UTF_8));
    return switch (state) {
      case Payload.Inline inline ->
          artifacts.put(new SequenceInputStream(head, new ByteArrayInputStream(inline.bytes())));
      case Payload.InFile file -> {
        Path path = Path.of(file.path());
        try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
          yield artifacts.put(new SequenceInputStream(head, in));
        } finally {
          Files.deleteIfExists(path);
        }
      }
    };
  }

  /**
   * Writes what a job saved to a file of its own.
   *
   * @param stored as it was brought here; without its first line if an earlier release stored it
   */
  static Path unpack(Path stored, Path to) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(stored), 1 << 16)) {
      byte[] title = TITLE.getBytes(StandardCharsets.UTF_8);
      if (!new String(in.readNBytes(title.length), StandardCharsets.UTF_8).equals(TITLE)) {
        return stored;
      }
      int next = in.read();
      while (next >= 0 && next != '\n') {
        next = in.read();
      }
      Files.copy(in, to);
      return to;
    }
  }
}
