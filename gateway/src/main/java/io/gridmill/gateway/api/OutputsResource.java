package io.gridmill.gateway.api;

import io.gridmill.gateway.auth.Allowed;
import io.gridmill.gateway.auth.CallerContext;
import io.gridmill.grid.artifact.Artifacts;
import io.gridmill.grid.task.Task;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.client.Role;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;

/** The named outputs of a task that has succeeded. */
@Path("api/tasks/{id}/outputs/{name}")
@Allowed({Role.CONSUMER, Role.PROVIDER, Role.OPERATOR})
public final class OutputsResource {
  private final OwnTasks own;
  private final Artifacts artifacts;

  public OutputsResource(OwnTasks own, Artifacts artifacts) {
    this.own = own;
    this.artifacts = artifacts;
  }

  @GET
  public Response output(
      @PathParam("id") String id,
      @PathParam("name") String name,
      @Context SecurityContext security) {
    Task task = own.get(CallerContext.of(security), id);
    ArtifactRef ref = ResultResource.succeeded(task).outputs().get(name);
    if (ref == null) {
      throw new GridException(
          ErrorCode.ARTIFACT_NOT_FOUND, "task " + task.id() + " has no output " + name);
    }
    return Downloads.of(artifacts, ref, MediaType.APPLICATION_OCTET_STREAM);
  }
}
