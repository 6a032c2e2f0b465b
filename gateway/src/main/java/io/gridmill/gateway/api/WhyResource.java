package io.gridmill.gateway.api;

import io.gridmill.gateway.auth.Allowed;
import io.gridmill.gateway.auth.CallerContext;
import io.gridmill.grid.store.Cluster;
import io.gridmill.grid.store.Member;
import io.gridmill.grid.task.Questions;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskState;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.client.Explanation;
import io.gridmill.job.client.Role;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/** Why a task waits, and about how long. */
@Path("api/tasks/{id}/why")
@Produces(MediaType.APPLICATION_JSON)
@Allowed({Role.CONSUMER, Role.PROVIDER, Role.OPERATOR})
public final class WhyResource {
  private final OwnTasks own;
  private final Cluster cluster;

  public WhyResource(OwnTasks own, Cluster cluster) {
    this.own = own;
    this.cluster = cluster;
  }

  @GET
  public Explanation why(@PathParam("id") String id, @Context SecurityContext security) {
    Task task = own.get(CallerContext.of(security), id);
    return switch (task.state()) {
      case TaskState.Waiting waiting -> said("it waits for " + others(waiting));
      case TaskState.Paused paused -> said("its owner holds it; resume lets it go on");
      case TaskState.Queued queued -> ask(task);
      case TaskState.Spread spread -> ask(task);
      case TaskState.Replicated replicated when !replicated.held() -> ask(task);
      case TaskState.Replicated replicated -> said("its owner holds it; resume lets it go on");
      case TaskState.Assigned assigned ->
          said("node " + assigned.attempt().node() + " has it, and starts it when it can");
      case TaskState.Running running ->
          said("it runs on node " + running.attempt().node() + " since " + task.startedAt());
      default -> said("it has ended as " + lower(task.status()));
    };
  }

  private static String others(TaskState.Waiting waiting) {
    String first =
        waiting.on().stream().limit(3).map(Object::toString).collect(Collectors.joining(", "));
    int more = waiting.on().size() - 3;
    return (waiting.on().size() == 1 ? "task " : "tasks ")
        + first
        + (more > 0 ? " and " + more + " more" : "");
  }

  private static String lower(TaskStatus status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  private static Explanation said(String reason) {
    return new Explanation(List.of(reason), null);
  }

  private Explanation ask(Task task) {
    Member scheduler =
        cluster
            .holder(Questions.SCHEDULER)
            .orElseThrow(
                () ->
                    new GridException(
                        ErrorCode.UNAVAILABLE,
                        "no core node runs the scheduler now; ask again in a few seconds"));
    try {
      return cluster.ask(scheduler.id(), Questions.WHY, new Questions.Why(task.id())).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof GridException said) {
        throw said;
      }
      throw e;
    }
  }
}
