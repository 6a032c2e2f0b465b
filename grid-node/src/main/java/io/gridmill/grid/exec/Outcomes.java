package io.gridmill.grid.exec;

import io.gridmill.grid.artifact.Artifacts;
import io.gridmill.grid.task.Applied;
import io.gridmill.grid.task.ItemError;
import io.gridmill.grid.task.ItemRange;
import io.gridmill.grid.task.TaskResult;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.RawJson;
import io.gridmill.worker.protocol.Frame;
import io.gridmill.worker.protocol.Payload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores what tasks made, and finds the event that tells the board how an assignment ended. */
final class Outcomes {
  private static final Logger log = LoggerFactory.getLogger(Outcomes.class);

  private final RunnerParts parts;
  private final Reports reports;
  private final Executor executor;
  private final BiConsumer<Assignment, @Nullable Failure> stop;

  /**
   * @param executor runs what may block
   * @param stop ends an assignment by a failure; without a word if there is none
   */
  Outcomes(
      RunnerParts parts,
      Reports reports,
      Executor executor,
      BiConsumer<Assignment, @Nullable Failure> stop) {
    this.parts = parts;
    this.reports = reports;
    this.executor = executor;
    this.stop = stop;
  }

  /**
   * A worker has ended an assignment.
   *
   * @param outputs where its output files are
   */
  void ended(Assignment assignment, Frame.End end, Path outputs) {
    Failure doom = assignment.doom;
    if (assignment.dropped) {
      reports.drop(assignment);
    } else if (doom != null) {
      reports.fail(assignment, doom);
    } else {
      switch (end) {
        case Frame.Failed failed -> reports.fail(assignment, failed.failure());
        case Frame.Cancelled _ -> reports.handBack(assignment, "its worker was cancelled");
        case Frame.Done done when assignment.isItems() -> reports.endLease(assignment, null);
        case Frame.Done done -> done(assignment, done, outputs);
      }
    }
  }

  private void done(Assignment assignment, Frame.Done done, Path outputs) {
    if (done.outputs().isEmpty()
        && done.result() instanceof Payload.Inline inline
        && inline.bytes().length <= TaskResult.MAX_INLINE) {
      RawJson json = new RawJson(new String(inline.bytes(), StandardCharsets.UTF_8));
      reports.succeed(assignment, new TaskResult(json, null, Map.of()));
    } else {
      executor.execute(() -> store(assignment, done, outputs));
    }
  }

  private void store(Assignment assignment, Frame.Done done, Path outputs) {
    try {
      Map<String, ArtifactRef> named = outputs(done.outputs(), outputs);
      reports.succeed(assignment, result(done.result(), named));
    } catch (IOException | RuntimeException e) {
      reports.fail(assignment, notStored("the result", e));
    } finally {
      Trees.remove(outputs);
    }
  }

  private static Failure notStored(String what, Exception e) {
    return Failure.of(ErrorCode.UNAVAILABLE, what + " could not be stored: " + e.getMessage());
  }

  /** Stores files of a folder. */
  Map<String, ArtifactRef> outputs(List<String> names, Path folder) throws IOException {
    Map<String, ArtifactRef> named = new HashMap<>();
    for (String name : names) {
      named.put(name, put(folder.resolve(name)));
    }
    return named;
  }

  private ArtifactRef put(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return parts.artifacts().put(in);
    }
  }

  private TaskResult result(@Nullable Payload payload, Map<String, ArtifactRef> named)
      throws IOException {
    switch (payload) {
      case null -> {
        return new TaskResult(null, null, named);
      }
      case Payload.Inline inline -> {
        String json = new String(inline.bytes(), StandardCharsets.UTF_8);
        return json.length() <= TaskResult.MAX_INLINE
            ? new TaskResult(new RawJson(json), null, named)
            : new TaskResult(null, ref(inline), named);
      }
      case Payload.InFile file -> {
        return new TaskResult(null, ref(file), named);
      }
    }
  }

  /** Stores a payload, and removes its file. */
  private ArtifactRef ref(Payload payload) throws IOException {
    Artifacts artifacts = parts.artifacts();
    return switch (payload) {
      case Payload.Inline inline -> artifacts.put(new ByteArrayInputStream(inline.bytes()));
      case Payload.InFile file -> {
        Path path = Path.of(file.path());
        try {
          yield put(path);
        } finally {
          Files.deleteIfExists(path);
        }
      }
    };
  }

  /** Keeps results of items; if the lease is lost, it is stopped. */
  void commit(Assignment assignment, Frame.Items items) {
    try {
      ItemRange range = range(assignment, items);
      List<ItemError> errors =
          items.errors().stream().map(e -> new ItemError(e.item(), e.failure())).toList();
      CompletableFuture<Applied> commit = parts.board().commit(range, errors);
      assignment.commits.removeIf(CompletableFuture::isDone);
      assignment.commits.add(commit);
      var _ = commit.whenComplete((applied, error) -> committed(assignment, applied, error));
    } catch (IOException | RuntimeException e) {
      committed(assignment, null, e);
    }
  }

  private ItemRange range(Assignment assignment, Frame.Items items) throws IOException {
    boolean inline = items.lines() instanceof Payload.Inline;
    return new ItemRange(
        assignment.order.task(),
        assignment.lease().id(),
        items.from(),
        items.to(),
        items.failed(),
        items.failed() == 0 ? null : items.failedBits(),
        items.lines() instanceof Payload.Inline lines ? lines.bytes() : new byte[0],
        inline ? null : ref(items.lines()));
  }

  private void committed(
      Assignment assignment, @Nullable Applied applied, @Nullable Throwable error) {
    if (error != null) {
      // never tried again: if it was kept after all, a second try would be refused and drop it
      log.warn("{}: results could not be kept; the lease ends", assignment, error);
      String why = "results of items could not be kept: " + error.getMessage();
      stop.accept(assignment, Failure.of(ErrorCode.NODE_LOST, why));
    } else if (applied != null && !applied.accepted()) {
      stop.accept(assignment, null);
    }
  }
}
