package io.gridmill.gateway.app;

import io.gridmill.gateway.api.ProblemMapper;
import io.gridmill.gateway.notify.Postman;
import io.gridmill.gateway.notify.TaskFeed;
import io.gridmill.gateway.notify.WebhookCaller;
import io.gridmill.gateway.route.Routes;
import io.gridmill.gateway.submit.Inbox;
import io.gridmill.gateway.submit.Outbox;
import io.gridmill.gateway.web.HttpServer;
import io.gridmill.grid.account.Accounts;
import io.gridmill.grid.task.TaskBoard;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** A gateway that runs: its parts, started and stopped in order. */
public final class Gateway implements AutoCloseable {
  /** Weld's name for the setting: its own hook would take the parts away before they are closed. */
  private static final String NO_HOOK = "org.jboss.weld.se.shutdownHook";

  private final SeContainer parts;
  private final Routes routes;
  private final HttpServer http;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Gateway(SeContainer parts) {
    this.parts = parts;
    this.routes = part(Routes.class);
    this.http = part(HttpServer.class);
  }

  public static Gateway start(GatewayConfig config, Surroundings grid) {
    SeContainerInitializer parts =
        SeContainerInitializer.newInstance()
            .disableDiscovery()
            .addProperty(NO_HOOK, false)
            .addBeanClasses(Parts.class)
            .addExtensions(new Given(config, grid));
    Gateway gateway = new Gateway(parts.initialize());
    try {
      gateway.openInbox(config.inbox());
      gateway.routes.start();
      gateway.http.start();
      return gateway;
    } catch (RuntimeException e) {
      gateway.close();
      throw e;
    }
  }

  private void openInbox(GatewayConfig.Inbox config) {
    Path folder = config.dir();
    if (folder != null) {
      Outbox outbox = new Outbox(folder.resolve("outbox"));
      ProblemMapper problems = part(ProblemMapper.class);
      routes.open(
          new Inbox(
              outbox,
              part(Accounts.class),
              part(TaskBoard.class),
              config.owner(),
              problems::problem),
          folder);
    }
  }

  private <T> T part(Class<T> type) {
    return parts.select(type).get();
  }

  /** Where it answers. */
  public URI url() {
    return http.url();
  }

  /** Lets requests end, then lets go of the rest; the grid itself is not stopped. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    part(TaskFeed.class).close();
    http.close();
    routes.close();
    part(Postman.class).close();
    part(WebhookCaller.class).close();
    part(Accounts.class).close();
    part(TaskBoard.class).close();
    parts.close();
  }
}
