package io.gridmill.grid.account;

import io.gridmill.job.client.Role;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key without its secret.
 *
 * @param id the part of the key that names it
 * @param lastUsedAt the last use, to {@link Accounts#USE_IS_NOTED_EVERY}; null before the first
 * @param revokedAt since when it is refused; null while it is good
 */
public record ApiKey(
    String id,
    String owner,
    Role role,
    Instant createdAt,
    @Nullable Instant lastUsedAt,
    @Nullable Instant revokedAt) {}
