package io.gridmill.gateway.route;

import io.gridmill.gateway.notify.Postman;
import io.gridmill.gateway.submit.Admission;
import io.gridmill.gateway.submit.Batch;
import io.gridmill.gateway.submit.Inbox;
import io.gridmill.gateway.submit.Intake;
import io.gridmill.gateway.submit.Outcomes;
import io.gridmill.grid.delivery.Deliveries;
import io.gridmill.grid.store.Table;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Endpoint;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;

/** The Camel context with the gateway's routes. */
public final class Routes implements AutoCloseable {
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final Deliveries deliveries;
  private final AtomicReference<Table.@Nullable Subscription> watch = new AtomicReference<>();
  private final ProducerTemplate template;
  private final Endpoint submit;

  public Routes(Admission admission, Intake intake, Postman postman, Deliveries deliveries) {
    this.deliveries = deliveries;
    camel.getCamelContextExtension().setName("gateway");
    camel.getShutdownStrategy().setTimeout(10);
    add(new SubmissionRoute(admission, intake));
    add(new NotificationRoute(postman));
    this.template = camel.createProducerTemplate();
    this.submit = camel.getEndpoint(SubmissionRoute.SUBMIT);
  }

  /** Lets the files of a folder become tasks. */
  public void open(Inbox inbox, Path folder) {
    add(new InboxRoute(inbox, folder));
  }

  private void add(RouteBuilder route) {
    try {
      camel.addRoutes(route);
    } catch (Exception e) {
      throw new IllegalStateException("a route could not be made: " + e.getMessage(), e);
    }
  }

  public void start() {
    camel.start();
    watch.set(deliveries.onDue(() -> template.sendBody(NotificationRoute.WAKE, "")));
  }

  /** Takes a batch the way of all tasks. */
  public Outcomes submit(Batch batch) {
    try {
      return template.requestBody(submit, batch, Outcomes.class);
    } catch (CamelExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    Table.@Nullable Subscription watching = watch.getAndSet(null);
    if (watching != null) {
      watching.close();
    }
    camel.stop();
  }
}
