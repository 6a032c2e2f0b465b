package io.gridmill.job.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A key without its secret. */
public record KeyView(
    String keyId,
    String owner,
    Role role,
    @Nullable Instant createdAt,
    @Nullable Instant expiresAt) {}
