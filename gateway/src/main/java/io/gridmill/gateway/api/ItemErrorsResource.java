package io.gridmill.gateway.api;

import io.gridmill.gateway.auth.Allowed;
import io.gridmill.gateway.auth.CallerContext;
import io.gridmill.grid.task.ItemError;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.job.client.ItemErrors;
import io.gridmill.job.client.Role;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The items of an array that failed, and why, page by page. */
@Path("api/tasks/{id}/errors")
@Produces(MediaType.APPLICATION_JSON)
@Allowed({Role.CONSUMER, Role.PROVIDER, Role.OPERATOR})
public final class ItemErrorsResource {
  private static final int USUAL = 100;
  private static final int MOST = 1000;

  private final OwnTasks own;
  private final TaskBoard board;

  public ItemErrorsResource(OwnTasks own, TaskBoard board) {
    this.own = own;
    this.board = board;
  }

  @GET
  public ItemErrors errors(
      @PathParam("id") String id,
      @QueryParam("from") @Nullable String from,
      @QueryParam("limit") @Nullable String limit,
      @Context SecurityContext security) {
    Task task = own.get(CallerContext.of(security), id);
    int most = (int) Params.number("limit", limit, 1, MOST, USUAL);
    long first = Params.number("from", from, 0, Long.MAX_VALUE - 1, 0);
    List<ItemError> errors = board.failedItems(task, first, most);
    return new ItemErrors(
        errors.stream().map(e -> new ItemErrors.One(e.item(), e.failure())).toList(),
        errors.size() < most ? null : errors.getLast().item() + 1);
  }
}
