package io.gridmill.gateway.route;

import io.gridmill.gateway.notify.Postman;
import org.apache.camel.builder.RouteBuilder;

/**
 * From deliveries that are due to webhooks: woken by new ones, and by the clock for later tries.
 */
final class NotificationRoute extends RouteBuilder {
  /** One wake-up waits at most: it stands for all that come while one is carried out. */
  static final String WAKE = "seda:deliveries?size=1&discardWhenFull=true&pollTimeout=100";

  private final Postman postman;

  NotificationRoute(Postman postman) {
    this.postman = postman;
  }

  @Override
  public void configure() {
    from("timer:deliveries?period=1000").routeId("deliveries-due").to(WAKE);
    from(WAKE).routeId("deliveries").bean(postman, "deliverDue");
    from("timer:deliveries-purge?period=3600000")
        .routeId("deliveries-purge")
        .bean(postman, "purge");
  }
}
