package io.gridmill.gateway.api;

import io.gridmill.gateway.auth.Allowed;
import io.gridmill.grid.account.Accounts;
import io.gridmill.grid.account.ApiKey;
import io.gridmill.grid.account.IssuedKey;
import io.gridmill.job.client.KeyRequest;
import io.gridmill.job.client.KeyView;
import io.gridmill.job.client.NewKey;
import io.gridmill.job.client.Role;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;

/** The API keys of all accounts. */
@Path("api/keys")
@Produces(MediaType.APPLICATION_JSON)
@Allowed(Role.OPERATOR)
public final class KeysResource {
  private final Accounts accounts;

  public KeysResource(Accounts accounts) {
    this.accounts = accounts;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response make(KeyRequest request) {
    IssuedKey issued = accounts.issue(request.owner(), request.role());
    ApiKey key = issued.key();
    return Response.created(URI.create("/api/keys/" + key.id()))
        .entity(new NewKey(key.id(), key.owner(), key.role(), issued.token()))
        .build();
  }

  /** The keys that are good. */
  @GET
  public List<KeyView> list() {
    return accounts.keys().stream()
        .filter(key -> key.revokedAt() == null)
        .map(key -> new KeyView(key.id(), key.owner(), key.role(), key.createdAt(), null))
        .toList();
  }

  @DELETE
  @Path("{keyId}")
  public void revoke(@PathParam("keyId") String keyId) {
    accounts.revoke(keyId);
  }
}
