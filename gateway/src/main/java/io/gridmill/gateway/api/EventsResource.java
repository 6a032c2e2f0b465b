package io.gridmill.gateway.api;

import io.gridmill.gateway.auth.Allowed;
import io.gridmill.gateway.auth.CallerContext;
import io.gridmill.gateway.notify.Listener;
import io.gridmill.gateway.notify.News;
import io.gridmill.gateway.notify.TaskFeed;
import io.gridmill.job.client.Role;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * News of all of the caller's tasks, or only of their ends, as server-sent events: what gathered
 * goes out together.
 */
@Path("api/events")
@Produces(MediaType.SERVER_SENT_EVENTS)
@Allowed({Role.CONSUMER, Role.PROVIDER, Role.OPERATOR})
public final class EventsResource {
  private final TaskFeed feed;

  public EventsResource(TaskFeed feed) {
    this.feed = feed;
  }

  @GET
  public StreamingOutput events(
      @QueryParam("ended") @Nullable String ended, @Context SecurityContext security) {
    String owner = CallerContext.of(security).owner();
    boolean endsOnly = Params.flag("ended", ended);
    return Streams.toClient(
        out -> {
          EventStream events = new EventStream(out);
          try (Listener listener = endsOnly ? feed.endsOfOwner(owner) : feed.ofOwner(owner)) {
            events.ready();
            while (!listener.isEnded()) {
              List<News> news = listener.take(EventStream.HEARTBEAT);
              if (!news.isEmpty()) {
                events.tasks(news);
              } else if (!listener.isEnded()) {
                events.heartbeat();
              }
            }
            events.bye(listener.isCut());
          }
        });
  }
}
