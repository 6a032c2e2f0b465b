package io.gridmill.gateway.auth;

import io.gridmill.grid.account.Accounts;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Learns who calls, from the API key. It runs before the path is looked up, so that a path that
 * does not exist looks to strangers like one that does.
 */
@PreMatching
public final class AuthFilter implements ContainerRequestFilter {
  private static final String SCHEME = "bearer ";

  private final Accounts accounts;
  private final OpenPaths open;

  public AuthFilter(Accounts accounts, OpenPaths open) {
    this.accounts = accounts;
    this.open = open;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (open.contains(request.getUriInfo().getPath())) {
      return;
    }
    String token = token(request.getHeaderString(HttpHeaders.AUTHORIZATION));
    boolean secure = request.getSecurityContext().isSecure();
    request.setSecurityContext(new CallerContext(accounts.authenticate(token), secure));
  }

  private static @Nullable String token(@Nullable String header) {
    if (header == null) {
      return null;
    }
    if (!header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      throw new GridException(
          ErrorCode.UNAUTHENTICATED,
          "Authorization: another scheme (expected: Authorization: Bearer gm_…)");
    }
    return header.substring(SCHEME.length());
  }
}
