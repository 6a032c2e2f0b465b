package io.gridmill.grid.task;

import java.time.Instant;

/**
 * One try at a task on one node.
 *
 * @param number 1 for the first; events of any other number are stale
 * @param node the node's name
 * @param memberId the member that the node was when it got the attempt
 * @param since when it was assigned
 */
public record Attempt(int number, String node, String memberId, Instant since) {}
