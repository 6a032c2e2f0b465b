package io.gridmill.grid.account;

import io.gridmill.grid.store.Query;
import io.gridmill.grid.store.Schema;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.store.Tables;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.client.KeyRequest;
import io.gridmill.job.client.Role;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The accounts and their API keys.
 *
 * <p>Keys that were used lately are remembered, so that a request costs no round trip. A change of
 * a key makes every process forget it at once, by a watch of the table; and what was read is read
 * again after {@link #TRUSTED_FOR}, in case a watch was lost.
 */
public final class Accounts implements AutoCloseable {
  /** The id of the key that {@link #bootstrapOperator()} makes, and its account. */
  public static final String OPERATOR = "operator";

  /** How exactly the last use of a key is kept. */
  public static final Duration USE_IS_NOTED_EVERY = Duration.ofMinutes(5);

  private static final Duration TRUSTED_FOR = Duration.ofSeconds(30);
  private static final int WEBHOOK_SECRET_BYTES = 32;

  private final Table<String, KeyRow> keys;
  private final Table<String, Account> accounts;
  private final InstantSource clock;
  private final SecureRandom random;
  private final Map<String, Remembered> remembered = new ConcurrentHashMap<>();
  private final Table.Subscription watch;

  public Accounts(Tables tables, InstantSource clock, SecureRandom random) {
    this.keys = tables.open(KeyRow.SCHEMA);
    this.accounts = tables.open(Account.SCHEMA);
    this.clock = clock;
    this.random = random;
    this.watch =
        keys.watch(
            Query.ALL, changes -> changes.forEach(change -> remembered.remove(change.key())));
  }

  /** The tables that are written here. */
  public static List<Schema<?, ?>> schemas() {
    return List.of(KeyRow.SCHEMA, Account.SCHEMA);
  }

  /** Makes a key for an owner, who need not exist before. */
  public IssuedKey issue(String owner, Role role) {
    KeyRequest request = new KeyRequest(owner, role);
    while (true) {
      Optional<IssuedKey> issued = store(Token.random(random), request.owner(), request.role());
      if (issued.isPresent()) {
        return issued.get();
      }
    }
  }

  /**
   * Makes the first operator's key, once for a grid: the token comes to the one caller that made
   * it, all others, and all later ones, get nothing.
   */
  public Optional<String> bootstrapOperator() {
    return store(Token.withId(OPERATOR, random), OPERATOR, Role.OPERATOR).map(IssuedKey::token);
  }

  private Optional<IssuedKey> store(Token token, String owner, Role role) {
    ApiKey key = new ApiKey(token.id(), owner, role, clock.instant(), null, null);
    return keys.putIfAbsent(token.id(), new KeyRow(key, token.hash()))
        ? Optional.of(new IssuedKey(key, token.text()))
        : Optional.empty();
  }

  /**
   * Who sends this token.
   *
   * @throws GridException with {@link ErrorCode#UNAUTHENTICATED}, which does not tell an unknown
   *     key from a wrong secret
   */
  public Caller authenticate(@Nullable String token) {
    if (token == null || token.isBlank()) {
      throw new GridException(
          ErrorCode.UNAUTHENTICATED, "no API key (expected: Authorization: Bearer gm_…)");
    }
    Token parsed = Token.parse(token.strip()).orElseThrow(Accounts::refused);
    Remembered known = remember(parsed.id());
    if (known == null || !known.row.opensWith(parsed)) {
      throw refused();
    }
    ApiKey key = known.row.key();
    noteUse(known);
    return new Caller(key.owner(), key.role(), key.id());
  }

  private static GridException refused() {
    return new GridException(
        ErrorCode.UNAUTHENTICATED,
        "the API key is unknown, wrong or revoked (expected: a good one)");
  }

  private @Nullable Remembered remember(String keyId) {
    Instant now = clock.instant();
    Remembered known = remembered.get(keyId);
    if (known != null && known.isGoodAt(now)) {
      return known;
    }
    // Within compute, so that a revocation that comes while the row is read is not overwritten.
    return remembered.compute(
        keyId,
        (id, old) ->
            keys.get(id).map(row -> new Remembered(row, now.plus(TRUSTED_FOR))).orElse(null));
  }

  private void noteUse(Remembered known) {
    Instant now = clock.instant();
    ApiKey key = known.row.key();
    Instant noted = key.lastUsedAt();
    boolean due = noted == null || !now.isBefore(noted.plus(USE_IS_NOTED_EVERY));
    if (!due) {
      return;
    }
    // Of many requests at once, the one that replaces the entry writes; or any, if the entry was
    // forgotten meanwhile, for else a use just after another change would not be noted.
    boolean replaced = remembered.replace(key.id(), known, known.usedAt(now));
    if (replaced || !remembered.containsKey(key.id())) {
      keys.update(key.id(), new KeyRow.Use(), now);
    }
  }

  /** All keys, the revoked ones too, oldest first. */
  public List<ApiKey> keys() {
    return keys.find(Query.ALL).stream()
        .map(KeyRow::key)
        .sorted(Comparator.comparing(ApiKey::createdAt).thenComparing(ApiKey::id))
        .toList();
  }

  /**
   * Refuses a key from now on.
   *
   * @throws GridException with {@link ErrorCode#NOT_FOUND} if there is no such good key, with
   *     {@link ErrorCode#CONFLICT} if it is the last that could make others
   */
  public void revoke(String keyId) {
    List<KeyRow> operators =
        keys.find(Query.where("role", Role.OPERATOR.name()).and("revoked", false).first(2));
    if (operators.size() == 1 && operators.getFirst().key().id().equals(keyId)) {
      throw new GridException(
          ErrorCode.CONFLICT,
          "key " + keyId + " is the last operator's key (expected: make another one first)");
    }
    if (!keys.update(keyId, new KeyRow.Revoke(), clock.instant())) {
      throw new GridException(ErrorCode.NOT_FOUND, "there is no good key " + keyId);
    }
    remembered.remove(keyId);
  }

  /** The secret that signs notifications to this owner; made when it is first asked for. */
  public String webhookSecret(String owner) {
    return accounts.get(owner).orElseGet(() -> open(owner)).webhookSecret();
  }

  private Account open(String owner) {
    byte[] secret = new byte[WEBHOOK_SECRET_BYTES];
    random.nextBytes(secret);
    Account fresh = new Account(owner, HexFormat.of().formatHex(secret), clock.instant());
    return accounts.putIfAbsent(owner, fresh)
        ? fresh
        : accounts
            .get(owner)
            .orElseThrow(() -> new IllegalStateException("account gone: " + owner));
  }

  @Override
  public void close() {
    watch.close();
  }

  private record Remembered(KeyRow row, Instant until) {
    /** A time further ahead than it may be is that of a clock that has been set since. */
    boolean isGoodAt(Instant now) {
      return now.isBefore(until) && !until.isAfter(now.plus(TRUSTED_FOR));
    }

    Remembered usedAt(Instant now) {
      return new Remembered(row.usedAt(now), until);
    }
  }
}
