package io.gridmill.gateway.api;

import io.gridmill.gateway.auth.Allowed;
import io.gridmill.gateway.auth.CallerContext;
import io.gridmill.gateway.submit.Storage;
import io.gridmill.grid.artifact.Artifacts;
import io.gridmill.grid.artifact.UploadState;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.client.Role;
import io.gridmill.job.client.Upload;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Artifacts that come in parts; who lost the connection goes on where the last part ended. */
@Path("api/blobs/uploads")
@Produces(MediaType.APPLICATION_JSON)
@Allowed({Role.CONSUMER, Role.PROVIDER, Role.OPERATOR})
public final class UploadsResource {
  private final Artifacts artifacts;
  private final Storage storage;

  public UploadsResource(Artifacts artifacts, Storage storage) {
    this.artifacts = artifacts;
    this.storage = storage;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response begin(ArtifactRef ref, @Context SecurityContext security) throws IOException {
    storage.check();
    UploadState state = artifacts.begin(ref, CallerContext.of(security).owner());
    return Response.created(URI.create("/api/blobs/uploads/" + state.id()))
        .entity(upload(state))
        .build();
  }

  @PUT
  @Path("{id}")
  public Upload append(
      @PathParam("id") String id, @QueryParam("offset") @Nullable String offset, InputStream body)
      throws IOException {
    storage.check();
    return upload(
        artifacts.append(id, Params.number("offset", offset, 0, Long.MAX_VALUE, 0), body));
  }

  private static Upload upload(UploadState state) {
    return new Upload(
        state.id(), state.ref().sha256(), state.ref().size(), state.offset(), state.chunkSize());
  }
}
