package io.gridmill.gateway.api;

import io.gridmill.gateway.auth.Allowed;
import io.gridmill.gateway.auth.CallerContext;
import io.gridmill.gateway.submit.Batch;
import io.gridmill.gateway.submit.Outcome;
import io.gridmill.gateway.submit.Outcomes;
import io.gridmill.grid.account.Caller;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.job.GridException;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.TaskView;
import io.gridmill.job.client.BatchLine;
import io.gridmill.job.client.Role;
import io.gridmill.job.client.StatusChange;
import io.gridmill.job.client.TaskIds;
import io.gridmill.job.client.TaskPage;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tasks: made, listed, looked at, held, cancelled and removed. */
@Path("api/tasks")
@Produces(MediaType.APPLICATION_JSON)
@Allowed({Role.CONSUMER, Role.PROVIDER, Role.OPERATOR})
public final class TasksResource {
  private static final String LABEL = "label.";

  private final Function<Batch, Outcomes> submit;
  private final TaskBoard board;
  private final OwnTasks own;
  private final TaskChanges changes;
  private final TaskListing listing;

  /**
   * @param submit the way of a batch into the grid
   */
  public TasksResource(
      Function<Batch, Outcomes> submit, TaskBoard board, OwnTasks own, TaskChanges changes) {
    this.submit = submit;
    this.board = board;
    this.own = own;
    this.changes = changes;
    this.listing = new TaskListing(board);
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response submit(
      TaskSpec spec,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      @Context SecurityContext security) {
    Batch batch = new Batch(CallerContext.of(security), List.of(new BatchLine(key, spec)));
    return switch (submit.apply(batch).list().getFirst()) {
      case Outcome.Refused(GridException why) -> throw why;
      case Outcome.Kept(Task task, boolean fresh) ->
          Response.status(fresh ? Response.Status.CREATED : Response.Status.OK)
              .location(URI.create("/api/tasks/" + task.id()))
              .entity(task.view())
              .build();
    };
  }

  @GET
  public TaskPage list(@Context UriInfo uri, @Context SecurityContext security) {
    MultivaluedMap<String, String> query = uri.getQueryParameters();
    long limit =
        Params.number("limit", query.getFirst("limit"), 1, TaskListing.MOST, TaskListing.USUAL);
    return listing.page(
        new TaskListing.Filter(
            TaskListing.visible(CallerContext.of(security), query.getFirst("owner")),
            statuses(query.get("status")),
            query.getFirst("name"),
            labels(query),
            (int) limit,
            query.getFirst("after")));
  }

  private static Set<TaskStatus> statuses(@Nullable List<String> values) {
    Set<TaskStatus> statuses = EnumSet.noneOf(TaskStatus.class);
    if (values != null) {
      for (String value : values) {
        for (String word : value.split(",", -1)) {
          statuses.add(Params.constant("status", word, TaskStatus.values()));
        }
      }
    }
    return statuses;
  }

  private static Map<String, String> labels(MultivaluedMap<String, String> query) {
    Map<String, String> labels = new HashMap<>();
    query.forEach(
        (name, values) -> {
          if (name.startsWith(LABEL)) {
            labels.put(name.substring(LABEL.length()), values.getFirst());
          }
        });
    return labels;
  }

  @POST
  @Path("views")
  @Consumes(MediaType.APPLICATION_JSON)
  public TaskPage views(TaskIds wanted, @Context SecurityContext security) {
    Caller caller = CallerContext.of(security);
    Map<?, Task> found = board.getAll(wanted.ids());
    List<TaskView> views =
        wanted.ids().stream()
            .distinct()
            .map(found::get)
            .filter(task -> task != null && caller.mayRead(task.owner()))
            .map(Task::view)
            .toList();
    return new TaskPage(views, null);
  }

  @GET
  @Path("{id}")
  public TaskView get(@PathParam("id") String id, @Context SecurityContext security) {
    return own.get(CallerContext.of(security), id).view();
  }

  @PUT
  @Path("{id}/status")
  @Consumes(MediaType.APPLICATION_JSON)
  public TaskView change(
      @PathParam("id") String id,
      StatusChange change,
      @QueryParam("downstream") @Nullable String downstream,
      @Context SecurityContext security) {
    Task task = own.get(CallerContext.of(security), id);
    return changes.apply(task, change, Params.flag("downstream", downstream)).view();
  }

  /** Cancels a task that has not ended, and removes one that has. */
  @DELETE
  @Path("{id}")
  public Response delete(
      @PathParam("id") String id,
      @QueryParam("downstream") @Nullable String downstream,
      @Context SecurityContext security) {
    Task task = own.get(CallerContext.of(security), id);
    return changes
        .cancelOrRemove(task, Params.flag("downstream", downstream))
        .map(cancelled -> Response.accepted(cancelled.view()))
        .orElseGet(Response::noContent)
        .build();
  }
}
