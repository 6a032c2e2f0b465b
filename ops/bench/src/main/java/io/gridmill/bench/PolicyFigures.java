package io.gridmill.bench;

import java.util.List;

/** What a policy made of a trace, as the simulation tells it. */
record PolicyFigures(
    String policy,
    int jobs,
    double utilisation,
    double mean_wait_s,
    double p95_wait_s,
    double mean_slowdown,
    double p95_slowdown,
    double jain_fairness,
    double makespan_s,
    double seconds,
    List<Double> slowdown_percentiles) {}
