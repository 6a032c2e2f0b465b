package io.gridmill.e2e.jobs;

/**
 * A result that is to be compared with others.
 *
 * @param text as long as was asked for
 */
public record Answer(double value, String text) {}
