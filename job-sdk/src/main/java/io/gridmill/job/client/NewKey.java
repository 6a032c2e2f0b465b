package io.gridmill.job.client;

/**
 * A key that was just made.
 *
 * @param key the key itself, {@code gm_<keyId>_<secret>}: shown this once, the grid keeps a hash
 */
public record NewKey(String keyId, String owner, Role role, String key) {
  @Override
  public String toString() {
    return "NewKey[keyId=" + keyId + ", owner=" + owner + ", role=" + role + ", key=***]";
  }
}
