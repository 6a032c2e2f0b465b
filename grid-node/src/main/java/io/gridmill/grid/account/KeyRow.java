package io.gridmill.grid.account;

import io.gridmill.grid.store.Column;
import io.gridmill.grid.store.RowUpdate;
import io.gridmill.grid.store.Schema;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is stored.
 *
 * @param secretHash the SHA-256 of its secret, in hexadecimal digits
 */
record KeyRow(ApiKey key, String secretHash) {
  static final Schema<String, KeyRow> SCHEMA =
      new Schema<>(
          "api_keys",
          Function.identity(),
          Function.identity(),
          KeyRow.class,
          1,
          List.<Column<KeyRow>>of(
              Column.text("role", r -> r.key.role().name()),
              Column.flag("revoked", r -> r.key.revokedAt() != null)),
          Schema.Placement.CORE);

  boolean opensWith(Token token) {
    return key.revokedAt() == null && MessageDigest.isEqual(ascii(secretHash), ascii(token.hash()));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  KeyRow usedAt(Instant at) {
    return with(at, key.revokedAt());
  }

  private KeyRow with(@Nullable Instant lastUsedAt, @Nullable Instant revokedAt) {
    return new KeyRow(
        new ApiKey(key.id(), key.owner(), key.role(), key.createdAt(), lastUsedAt, revokedAt),
        secretHash);
  }

  /** Notes when a key was used last; answers whether there is such a key. */
  static final class Use implements RowUpdate<KeyRow, Instant, Boolean> {
    @Override
    public Class<Instant> argumentType() {
      return Instant.class;
    }

    @Override
    public Class<Boolean> answerType() {
      return Boolean.class;
    }

    @Override
    public Outcome<KeyRow, Boolean> apply(@Nullable KeyRow row, Instant at) {
      return row == null ? new Outcome<>(null, false) : new Outcome<>(row.usedAt(at), true);
    }
  }

  /** Refuses a key from now on; answers whether it was good until now. */
  static final class Revoke implements RowUpdate<KeyRow, Instant, Boolean> {
    @Override
    public Class<Instant> argumentType() {
      return Instant.class;
    }

    @Override
    public Class<Boolean> answerType() {
      return Boolean.class;
    }

    @Override
    public Outcome<KeyRow, Boolean> apply(@Nullable KeyRow row, Instant at) {
      return row == null || row.key.revokedAt() != null
          ? new Outcome<>(row, false)
          : new Outcome<>(row.with(row.key.lastUsedAt(), at), true);
    }
  }
}
