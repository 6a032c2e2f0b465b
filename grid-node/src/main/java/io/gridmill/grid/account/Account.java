package io.gridmill.grid.account;

import io.gridmill.grid.store.Schema;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * What the grid keeps of an owner.
 *
 * @param webhookSecret signs the notifications to this owner, so it is kept as it is
 */
record Account(String owner, String webhookSecret, Instant createdAt) {
  static final Schema<String, Account> SCHEMA =
      new Schema<>(
          "accounts",
          Function.identity(),
          Function.identity(),
          Account.class,
          1,
          List.of(),
          Schema.Placement.CORE);

  @Override
  public String toString() {
    return "Account[owner=" + owner + ", webhookSecret=***]";
  }
}
