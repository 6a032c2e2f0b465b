package io.gridmill.gateway.auth;

import io.gridmill.grid.account.Caller;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;

/** The caller of a request, in the form in which a resource is handed it. */
public record CallerContext(Caller caller, boolean isSecure) implements SecurityContext {
  /** The caller; every path that is not open has one. */
  public static Caller of(SecurityContext context) {
    // The context itself may come wrapped; its principal does not.
    if (context.getUserPrincipal() instanceof Known(Caller caller)) {
      return caller;
    }
    throw new IllegalStateException("a path without authentication asked who calls");
  }

  private record Known(Caller caller) implements Principal {
    @Override
    public String getName() {
      return caller.owner();
    }
  }

  @Override
  public Principal getUserPrincipal() {
    return new Known(caller);
  }

  @Override
  public boolean isUserInRole(String role) {
    return caller.role().name().equals(role);
  }

  @Override
  public String getAuthenticationScheme() {
    return "Bearer";
  }
}
