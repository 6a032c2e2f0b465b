package io.gridmill.gateway.api;

import io.gridmill.gateway.auth.Allowed;
import io.gridmill.gateway.auth.CallerContext;
import io.gridmill.grid.artifact.Artifacts;
import io.gridmill.grid.task.GrowingResults;
import io.gridmill.grid.task.ItemResults;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.task.TaskResult;
import io.gridmill.grid.task.TaskState;
import io.gridmill.job.ArraySpec;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.GridException;
import io.gridmill.job.TaskView;
import io.gridmill.job.Work;
import io.gridmill.job.client.Role;
import io.gridmill.job.wire.Wire;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a task returned that has succeeded. */
@Path("api/tasks/{id}/result")
@Allowed({Role.CONSUMER, Role.PROVIDER, Role.OPERATOR})
public final class ResultResource {
  private static final long LOOK_AGAIN_MILLIS = 200;

  private final CountDownLatch never = new CountDownLatch(1);
  private final OwnTasks own;
  private final TaskBoard board;
  private final Artifacts artifacts;

  /** In which order followed results come. */
  enum Order {
    ITEMS,
    ARRIVAL
  }

  public ResultResource(OwnTasks own, TaskBoard board, Artifacts artifacts) {
    this.own = own;
    this.board = board;
    this.artifacts = artifacts;
  }

  /** Of an array, a line an item; of a command, its outputs by name; else what the job returned. */
  @GET
  public Response result(
      @PathParam("id") String id,
      @QueryParam("follow") @Nullable String follow,
      @QueryParam("order") @Nullable String order,
      @Context SecurityContext security) {
    Task task = own.get(CallerContext.of(security), id);
    if (Params.flag("follow", follow)) {
      return followed(
          task, Params.constant("order", order == null ? "items" : order, Order.values()));
    }
    TaskResult result = succeeded(task);
    ArraySpec array = task.spec().array();
    if (array != null && !array.reduce()) {
      ItemResults items = board.results(task);
      return Response.ok(
              Streams.toClient(out -> items.writeTo(out, artifacts::open)), BatchResource.NDJSON)
          .build();
    }
    if (task.spec().work() instanceof Work.Command) {
      return json(Wire.bytes(result.outputs()));
    }
    if (result.ref() != null) {
      return Downloads.of(artifacts, result.ref(), MediaType.APPLICATION_JSON);
    }
    String inline = result.inline() == null ? "null" : result.inline().json();
    return json(inline.getBytes(StandardCharsets.UTF_8));
  }

  /** The results of an array's items while it runs, until it ends in whatever way. */
  private Response followed(Task task, Order order) {
    if (task.spec().array() == null) {
      throw GridException.invalid("follow", true, "false, for a task that is no array");
    }
    if (task.spec().array().combine()) {
      throw GridException.invalid(
          "follow", true, "false, for an array whose items' results are combined");
    }
    GrowingResults results = new GrowingResults(board, order == Order.ARRIVAL);
    return Response.ok(
            Streams.toClient(
                out -> {
                  Optional<Task> now = Optional.of(task);
                  while (now.isPresent()) {
                    results.write(now.get(), out, artifacts::open);
                    if (now.get().status().isTerminal()) {
                      return;
                    }
                    var _ = never.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
                    now = board.get(task.id());
                  }
                }),
            BatchResource.NDJSON)
        .build();
  }

  private static Response json(byte[] json) {
    return Response.ok(json, MediaType.APPLICATION_JSON).build();
  }

  /** What a task left that has succeeded; a refusal says how any other stands. */
  static TaskResult succeeded(Task task) {
    if (task.state() instanceof TaskState.Succeeded end) {
      return end.result();
    }
    if (!task.status().isTerminal()) {
      throw new GridException(
          ErrorCode.RESULT_NOT_READY,
          "task " + task.id() + " is " + task.status() + " (expected: SUCCEEDED)");
    }
    TaskView view = task.view();
    Failure failure = view.failure();
    String why = failure == null ? view.reason() : failure.code() + ": " + failure.message();
    throw new GridException(
        ErrorCode.CONFLICT, "task " + task.id() + " ended as " + task.status() + ": " + why);
  }
}
