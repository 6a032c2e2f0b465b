package io.gridmill.grid.store.ignite;

/**
 * Why a node had to leave the grid by itself.
 *
 * @param mayReturn whether nothing is wrong with the node: it may join the grid again
 */
public record Departure(String why, boolean mayReturn) {}
