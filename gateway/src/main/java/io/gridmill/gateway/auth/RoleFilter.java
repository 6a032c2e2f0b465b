package io.gridmill.gateway.auth;

import io.gridmill.grid.account.Caller;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.client.Role;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.glassfish.jersey.server.ExtendedUriInfo;

/** Lets a caller only call what is {@link Allowed} to its role; what says nothing is for nobody. */
public final class RoleFilter implements ContainerRequestFilter {
  @Override
  public void filter(ContainerRequestContext request) {
    if (!(request.getSecurityContext() instanceof CallerContext(Caller caller, boolean _))
        || request.getMethod().equals(HttpMethod.OPTIONS)) {
      return; // the path is open, or only asked which methods it has
    }
    var matched = ((ExtendedUriInfo) request.getUriInfo()).getMatchedResourceMethod();
    List<Role> allowed = allowed(matched.getInvocable().getHandlingMethod());
    if (!allowed.contains(caller.role())) {
      throw new GridException(
          ErrorCode.FORBIDDEN,
          "a key of role "
              + caller.role()
              + " may not do this (expected: "
              + allowed.stream().map(Role::name).collect(Collectors.joining(" or "))
              + ")");
    }
  }

  /** The roles that may call a resource's method; none if neither it nor its class names any. */
  public static List<Role> allowed(Method method) {
    Allowed allowed = method.getAnnotation(Allowed.class);
    if (allowed == null) {
      allowed = method.getDeclaringClass().getAnnotation(Allowed.class);
    }
    return allowed == null ? List.of() : Arrays.asList(allowed.value());
  }
}
