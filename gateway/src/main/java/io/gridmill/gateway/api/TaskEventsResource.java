package io.gridmill.gateway.api;

import io.gridmill.gateway.auth.Allowed;
import io.gridmill.gateway.auth.CallerContext;
import io.gridmill.gateway.notify.Listener;
import io.gridmill.gateway.notify.News;
import io.gridmill.gateway.notify.TaskFeed;
import io.gridmill.grid.account.Caller;
import io.gridmill.grid.task.Task;
import io.gridmill.job.client.Role;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** News of one task as server-sent events: its state first, the end of the task last. */
@Path("api/tasks/{id}/events")
@Produces(MediaType.SERVER_SENT_EVENTS)
@Allowed({Role.CONSUMER, Role.PROVIDER, Role.OPERATOR})
public final class TaskEventsResource {
  private final OwnTasks own;
  private final TaskFeed feed;

  public TaskEventsResource(OwnTasks own, TaskFeed feed) {
    this.own = own;
    this.feed = feed;
  }

  @GET
  public Response events(
      @PathParam("id") String id,
      @HeaderParam("Last-Event-ID") @Nullable String lastSeen,
      @Context SecurityContext security) {
    Caller caller = CallerContext.of(security);
    Task known = own.get(caller, id);
    long seen = Params.number("Last-Event-ID", lastSeen, 0, Long.MAX_VALUE, 0);
    if (known.status().isTerminal() && known.version() <= seen) {
      return Response.noContent().build(); // tells browsers not to come back
    }
    return Response.ok(Streams.toClient(out -> follow(caller, known, seen, new EventStream(out))))
        .build();
  }

  private void follow(Caller caller, Task known, long seen, EventStream events)
      throws IOException, InterruptedException {
    try (Listener listener = feed.ofTask(known.owner(), known.id())) {
      long told = seen;
      List<News> next = List.of(TaskFeed.news(own.get(caller, known.id().value())));
      while (true) {
        for (News news : next) {
          if (news.version() > told) {
            events.task(news);
            told = news.version();
          }
          if (news.terminal()) {
            events.flush();
            return;
          }
        }
        if (listener.isEnded()) {
          events.bye(listener.isCut());
          return;
        }
        events.flushOrHeartbeat();
        next = listener.take(EventStream.HEARTBEAT);
      }
    }
  }
}
