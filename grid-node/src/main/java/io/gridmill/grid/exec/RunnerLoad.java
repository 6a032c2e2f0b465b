package io.gridmill.grid.exec;

/**
 * How busy a task runner is.
 *
 * @param running attempts and leases that run
 * @param waiting those that it holds and has not started
 * @param coresFree cores that nothing runs on
 * @param workers worker processes, idle ones included
 */
public record RunnerLoad(int running, int waiting, int coresFree, int workers) {}
