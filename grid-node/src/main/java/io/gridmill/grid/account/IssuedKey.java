package io.gridmill.grid.account;

/**
 * A key as it is shown once, when it is made.
 *
 * @param token the text to send: {@code gm_<id>_<secret>}
 */
public record IssuedKey(ApiKey key, String token) {
  @Override
  public String toString() {
    return "IssuedKey[key=" + key + ", token=***]";
  }
}
