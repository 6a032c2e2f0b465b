package io.gridmill.e2e.jobs;

/**
 * What a job is asked that runs several times.
 *
 * @param liar the process of the node whose workers answer wrongly
 * @param length of the answer's text
 * @param precise whether right answers are the same to the last digit
 */
public record Asked(GateKey gate, long liar, int length, boolean precise) {}
