package io.gridmill.gateway.api;

import io.gridmill.grid.store.Cluster;
import io.gridmill.grid.store.Member;
import io.gridmill.job.client.Health;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Whether the grid takes work, for load balancers and people. */
@Path("health")
@Produces(MediaType.APPLICATION_JSON)
public final class HealthResource {
  private final Cluster cluster;

  public HealthResource(Cluster cluster) {
    this.cluster = cluster;
  }

  @GET
  public Response health() {
    List<Member> nodes =
        cluster.members().stream()
            .filter(m -> m.roles().contains(Member.Role.CORE) || isProvider(m))
            .toList();
    return nodes.stream().anyMatch(m -> m.roles().contains(Member.Role.CORE))
        ? Response.ok(Health.up(nodes.size())).build()
        : Response.status(Response.Status.SERVICE_UNAVAILABLE)
            .entity(Health.down("this gateway sees no core node"))
            .build();
  }

  private static boolean isProvider(Member member) {
    return member.roles().contains(Member.Role.PROVIDER);
  }
}
