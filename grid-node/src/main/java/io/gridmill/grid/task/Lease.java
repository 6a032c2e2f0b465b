package io.gridmill.grid.task;

import java.time.Instant;

/**
 * A range of items that one node works on.
 *
 * @param id grows with each lease of the task; events of a lease that is not held are stale
 * @param from the first item
 * @param to one past the last item
 * @param node the node's name
 * @param memberId the member that the node was when it got the lease
 */
public record Lease(long id, long from, long to, String node, String memberId, Instant since) {}
