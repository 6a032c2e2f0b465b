package io.gridmill.gateway.api;

import io.gridmill.gateway.auth.Allowed;
import io.gridmill.gateway.auth.CallerContext;
import io.gridmill.gateway.notify.TaskFeed;
import io.gridmill.grid.account.Caller;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskLogs;
import io.gridmill.job.client.LogEntry;
import io.gridmill.job.client.Role;
import io.gridmill.job.wire.Wire;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.StreamingOutput;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a task wrote: as JSON a line, or as it was written. */
@Path("api/tasks/{id}/logs")
@Allowed({Role.CONSUMER, Role.PROVIDER, Role.OPERATOR})
public final class LogsResource {
  private final OwnTasks own;
  private final TaskLogs logs;
  private final TaskFeed feed;

  public LogsResource(OwnTasks own, TaskLogs logs, TaskFeed feed) {
    this.own = own;
    this.logs = logs;
    this.feed = feed;
  }

  @GET
  @Produces(BatchResource.NDJSON)
  public StreamingOutput json(
      @PathParam("id") String id,
      @QueryParam("follow") @Nullable String follow,
      @QueryParam("after") @Nullable String after,
      @Context SecurityContext security) {
    return stream(id, follow, after, security, Wire::bytes, "\n");
  }

  @GET
  @Produces(MediaType.TEXT_PLAIN + ";charset=UTF-8;qs=0.5")
  public StreamingOutput text(
      @PathParam("id") String id,
      @QueryParam("follow") @Nullable String follow,
      @QueryParam("after") @Nullable String after,
      @Context SecurityContext security) {
    return stream(
        id, follow, after, security, entry -> entry.text().getBytes(StandardCharsets.UTF_8), "");
  }

  /**
   * @param signOfLife what is sent where there are no lines for a while
   */
  private StreamingOutput stream(
      String id,
      @Nullable String follow,
      @Nullable String after,
      SecurityContext security,
      Function<LogEntry, byte[]> format,
      String signOfLife) {
    Caller caller = CallerContext.of(security);
    Task task = own.get(caller, id);
    boolean follows = Params.flag("follow", follow);
    long first = Params.number("after", after, 0, Long.MAX_VALUE - 1, -1) + 1;
    return Streams.toClient(
        out -> {
          LogReading reading =
              new LogReading(
                  logs,
                  task,
                  first,
                  entry -> {
                    out.write(format.apply(entry));
                    out.write('\n');
                  });
          if (follows) {
            reading.follow(
                feed,
                () -> own.get(caller, id).status().isTerminal(),
                silent -> {
                  out.write((silent ? signOfLife : "").getBytes(StandardCharsets.US_ASCII));
                  out.flush();
                });
          } else {
            reading.readAll();
          }
        });
  }
}
