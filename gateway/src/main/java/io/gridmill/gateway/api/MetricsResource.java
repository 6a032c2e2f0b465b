package io.gridmill.gateway.api;

import io.gridmill.gateway.auth.Allowed;
import io.gridmill.grid.metrics.Metrics;
import io.gridmill.job.client.Role;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** This gateway's metrics, for Prometheus. */
@Path("metrics")
@Allowed({Role.CONSUMER, Role.PROVIDER, Role.OPERATOR})
public final class MetricsResource {
  private final Metrics metrics;

  public MetricsResource(Metrics metrics) {
    this.metrics = metrics;
  }

  @GET
  @Produces("text/plain;version=0.0.4;charset=utf-8")
  public String metrics() {
    return metrics.text();
  }
}
