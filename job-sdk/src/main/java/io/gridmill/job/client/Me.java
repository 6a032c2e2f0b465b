package io.gridmill.job.client;

/** Who the caller is to the grid, and by which key. */
public record Me(String owner, Role role, String keyId) {}
