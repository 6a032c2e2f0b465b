package io.gridmill.gateway.api;

import io.gridmill.gateway.auth.Allowed;
import io.gridmill.gateway.auth.CallerContext;
import io.gridmill.gateway.submit.Batch;
import io.gridmill.gateway.submit.Outcome;
import io.gridmill.gateway.submit.Outcomes;
import io.gridmill.grid.account.Caller;
import io.gridmill.grid.task.Task;
import io.gridmill.job.GridException;
import io.gridmill.job.client.BatchAnswer;
import io.gridmill.job.client.BatchLine;
import io.gridmill.job.client.Refusal;
import io.gridmill.job.client.Role;
import io.gridmill.job.wire.Wire;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Many tasks in one request, a line each; a bad line does not stop the others. */
@Path("api/tasks/batch")
@Consumes(BatchResource.NDJSON)
@Produces(BatchResource.NDJSON)
@Allowed({Role.CONSUMER, Role.PROVIDER, Role.OPERATOR})
public final class BatchResource {
  static final String NDJSON = "application/x-ndjson";

  /** The largest batch that is read, in bytes. */
  static final int MAX_BYTES = 64 << 20;

  /** How many batches are in memory at once; others wait. */
  private static final int AT_ONCE = 8;

  private final Function<Batch, Outcomes> submit;
  private final Semaphore places = new Semaphore(AT_ONCE, true);

  /** Graphs are in memory as a whole. */
  private final Semaphore graphs = new Semaphore(1, true);

  /**
   * @param submit the way of a batch into the grid
   */
  public BatchResource(Function<Batch, Outcomes> submit) {
    this.submit = submit;
  }

  @POST
  public byte[] submit(InputStream body, @Context SecurityContext security) throws IOException {
    places.acquireUninterruptibly();
    try {
      Lines lines = new Lines(Bodies.atMost(body, MAX_BYTES), BatchLine.MAX_LINES);
      AlikeLines reader = new AlikeLines();
      ByteArrayOutputStream answers = new ByteArrayOutputStream();
      for (List<byte[]> some = lines.next(Batch.MOST); !some.isEmpty(); ) {
        for (BatchAnswer answer : submit(CallerContext.of(security), some, lines, reader)) {
          answers.write(Wire.bytes(answer));
          answers.write('\n');
        }
        some = lines.next(Batch.MOST);
      }
      return answers.toByteArray();
    } finally {
      places.release();
    }
  }

  /**
   * Submits some lines; if one depends on another by its key, those that follow, too, as that may
   * be any of them.
   */
  private List<BatchAnswer> submit(
      Caller caller, List<byte[]> some, Lines rest, AlikeLines reader) {
    List<BatchLine> read = new ArrayList<>(some.size());
    List<@Nullable Refusal> unread = new ArrayList<>(some.size());
    some.forEach(line -> read(reader, line, read, unread));
    boolean graph = read.stream().anyMatch(line -> !line.keys().isEmpty());
    Iterator<Outcome> outcomes;
    if (graph) {
      graphs.acquireUninterruptibly();
      try {
        for (List<byte[]> more = rest.next(Batch.MOST); !more.isEmpty(); ) {
          more.forEach(line -> read(reader, line, read, unread));
          more = rest.next(Batch.MOST);
        }
        outcomes = new GraphSubmission(submit).submit(caller, read).iterator();
      } finally {
        graphs.release();
      }
    } else {
      outcomes = submit(new Batch(caller, read));
    }
    return unread.stream()
        .map(refusal -> refusal == null ? answer(outcomes.next()) : BatchAnswer.refused(refusal))
        .toList();
  }

  private static void read(
      AlikeLines reader, byte[] line, List<BatchLine> read, List<@Nullable Refusal> unread) {
    try {
      read.add(reader.read(line));
      unread.add(null);
    } catch (GridException refused) {
      unread.add(Refusal.of(refused));
    }
  }

  private Iterator<Outcome> submit(Batch batch) {
    List<Outcome> none = List.of();
    return batch.lines().isEmpty() ? none.iterator() : submit.apply(batch).list().iterator();
  }

  private static BatchAnswer answer(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Kept(Task task, boolean fresh) -> BatchAnswer.accepted(task.id());
      case Outcome.Refused(GridException why) -> BatchAnswer.refused(Refusal.of(why));
    };
  }
}
