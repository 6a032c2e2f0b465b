package io.gridmill.gateway.api;

import io.gridmill.gateway.auth.Allowed;
import io.gridmill.grid.delivery.Deliveries;
import io.gridmill.grid.delivery.Delivery;
import io.gridmill.job.GridException;
import io.gridmill.job.client.DeliveryView;
import io.gridmill.job.client.Role;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;

/** The notifications to webhooks. */
@Path("api/deliveries")
@Produces(MediaType.APPLICATION_JSON)
@Allowed(Role.OPERATOR)
public final class DeliveriesResource {
  private static final int MOST = 1000;

  private final Deliveries deliveries;

  public DeliveriesResource(Deliveries deliveries) {
    this.deliveries = deliveries;
  }

  @GET
  public List<DeliveryView> list(@QueryParam("state") @DefaultValue("dead") String state) {
    return deliveries.in(state(state), MOST).stream().map(Delivery::view).toList();
  }

  private static DeliveryView.State state(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "dead" -> DeliveryView.State.DEAD;
      case "pending" -> DeliveryView.State.PENDING;
      case "delivered" -> DeliveryView.State.DELIVERED;
      default -> throw GridException.invalid("state", text, "dead, pending or delivered");
    };
  }

  @POST
  @Path("{id}/retry")
  public DeliveryView retry(@PathParam("id") String id) {
    return deliveries.retry(id).view();
  }
}
