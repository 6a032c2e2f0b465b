package io.gridmill.job.client;

import io.gridmill.job.GridException;
import java.util.regex.Pattern;

/**
 * A key to make.
 *
 * @param owner the account that it is for; made, if there is none of this name
 */
public record KeyRequest(String owner, Role role) {
  private static final Pattern OWNER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,99}");

  public KeyRequest {
    if (owner == null || !OWNER.matcher(owner).matches()) {
      throw GridException.invalid(
          "owner", owner, "1 to 100 letters, digits, '.', '_', '@' and '-'");
    }
    if (role == null) {
      throw GridException.invalid("role", null, "CONSUMER, PROVIDER or OPERATOR");
    }
  }
}
