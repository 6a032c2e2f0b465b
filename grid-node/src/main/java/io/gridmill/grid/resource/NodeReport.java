package io.gridmill.grid.resource;

import java.time.Instant;

/**
 * A node as it last reported.
 *
 * @param beat counts the reports since the node's start
 * @param at the node's own time of the report
 * @param running how many attempts and leases it works on
 * @param waiting how many it has taken and not started
 */
public record NodeReport(Offer offer, long beat, Instant at, int running, int waiting) {}
