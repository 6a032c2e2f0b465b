package io.gridmill.grid.account;

import io.gridmill.job.client.Role;

/**
 * Who makes a request, as its API key proved.
 *
 * @param owner the account
 * @param role what the key allows
 * @param keyId the key
 */
public record Caller(String owner, Role role, String keyId) {
  public boolean isOperator() {
    return role == Role.OPERATOR;
  }

  /** Whether the caller may see what belongs to this account. */
  public boolean mayRead(String account) {
    return isOperator() || owner.equals(account);
  }
}
