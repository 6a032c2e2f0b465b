package io.gridmill.gateway.api;

import io.gridmill.gateway.auth.Allowed;
import io.gridmill.grid.resource.Maintenance;
import io.gridmill.grid.resource.Resources;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.client.MaintenancePlan;
import io.gridmill.job.client.Role;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.InstantSource;

/** When a node is to be free of work. */
@Path("api/resources/{node}/maintenance")
@Produces(MediaType.APPLICATION_JSON)
@Allowed(Role.OPERATOR)
public final class MaintenanceResource {
  private final Maintenance maintenance;
  private final Resources resources;
  private final InstantSource clock;

  public MaintenanceResource(Maintenance maintenance, Resources resources, InstantSource clock) {
    this.maintenance = maintenance;
    this.resources = resources;
    this.clock = clock;
  }

  @GET
  public MaintenancePlan get(@PathParam("node") String node) {
    return maintenance.get(node).map(MaintenanceResource::view).orElseThrow(() -> none(node));
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  public MaintenancePlan plan(@PathParam("node") String node, MaintenancePlan plan) {
    if (resources.get(node).isEmpty()) {
      throw new GridException(ErrorCode.NOT_FOUND, "there is no node " + node);
    }
    Instant from = plan.from() == null ? clock.instant() : plan.from();
    var window = new Maintenance.Window(node, from, plan.until(), plan.reason());
    maintenance.plan(window);
    return view(window);
  }

  @DELETE
  public void remove(@PathParam("node") String node) {
    if (!maintenance.remove(node)) {
      throw none(node);
    }
  }

  private static MaintenancePlan view(Maintenance.Window window) {
    return new MaintenancePlan(window.from(), window.until(), window.reason());
  }

  private static GridException none(String node) {
    return new GridException(ErrorCode.NOT_FOUND, "no maintenance of node " + node + " is planned");
  }
}
