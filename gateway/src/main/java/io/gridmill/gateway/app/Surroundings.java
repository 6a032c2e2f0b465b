package io.gridmill.gateway.app;

import io.gridmill.grid.metrics.Metrics;
import io.gridmill.grid.store.Cluster;
import io.gridmill.grid.store.Tables;
import java.time.InstantSource;

/** What a gateway finds rather than makes: the grid, the time, and the process's metrics. */
public record Surroundings(Tables tables, Cluster cluster, InstantSource clock, Metrics metrics) {}
