package io.gridmill.gateway.api;

import io.gridmill.gateway.auth.Allowed;
import io.gridmill.gateway.auth.CallerContext;
import io.gridmill.grid.account.Accounts;
import io.gridmill.grid.account.Caller;
import io.gridmill.job.client.Me;
import io.gridmill.job.client.Role;
import io.gridmill.job.client.WebhookSecret;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;

/** What the grid knows of the caller. */
@Path("api/me")
@Produces(MediaType.APPLICATION_JSON)
@Allowed({Role.CONSUMER, Role.PROVIDER, Role.OPERATOR})
public final class MeResource {
  private final Accounts accounts;

  public MeResource(Accounts accounts) {
    this.accounts = accounts;
  }

  @GET
  public Me me(@Context SecurityContext security) {
    Caller caller = CallerContext.of(security);
    return new Me(caller.owner(), caller.role(), caller.keyId());
  }

  @GET
  @Path("webhook-secret")
  public WebhookSecret webhookSecret(@Context SecurityContext security) {
    return new WebhookSecret(accounts.webhookSecret(CallerContext.of(security).owner()));
  }
}
