package io.gridmill.gateway.auth;

import java.util.Set;

/**
 * The paths that need no key.
 *
 * @param paths relative to the root, without a slash at either end
 */
public record OpenPaths(Set<String> paths) {
  public static final String HEALTH = "health";
  public static final String OPENAPI = "openapi.json";
  public static final String METRICS = "metrics";

  public static OpenPaths of(boolean metricsOpen) {
    return new OpenPaths(metricsOpen ? Set.of(HEALTH, OPENAPI, METRICS) : Set.of(HEALTH, OPENAPI));
  }

  boolean contains(String path) {
    return paths.contains(path);
  }
}
