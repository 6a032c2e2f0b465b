package io.gridmill.grid.trust;

/**
 * What the scheduler knows of whom to believe.
 *
 * @param checks how many tasks it has checked that do not ask for it
 */
public record Trust(Standings standings, CheckRate checks) {}
