package io.gridmill.grid.exec;

import io.gridmill.job.ByteSize;
import io.gridmill.job.GridException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a node offers to tasks, and where they work.
 *
 * @param dir the folder for sockets, workers and their files; emptied at the start
 * @param node the node's name
 * @param cores how many cores tasks may take at a time
 * @param memory how much memory workers and commands may take at a time
 * @param heapMax the most memory that one task may ask for
 * @param logLimit the most that one attempt may write to its log
 * @param commandsAllowed whether tasks may be commands
 * @param workerIdle how long a worker without work is kept
 * @param deviceFlags what lets a Java process use the node's devices; empty if it has none
 */
public record RunnerConfig(
    Path dir,
    String node,
    int cores,
    ByteSize memory,
    ByteSize heapMax,
    ByteSize logLimit,
    boolean commandsAllowed,
    Duration workerIdle,
    List<String> deviceFlags) {
  /** What an attempt may write to its log where nothing else is said. */
  public static final ByteSize DEFAULT_LOG_LIMIT = ByteSize.ofMiB(16);

  /** How long a worker without work is kept where nothing else is said. */
  public static final Duration DEFAULT_WORKER_IDLE = Duration.ofMinutes(1);

  public RunnerConfig {
    dir = dir.toAbsolutePath();
    deviceFlags = List.copyOf(deviceFlags);
    if (cores < 1) {
      throw GridException.invalid("cores", cores, ">= 1");
    }
    if (memory.compareTo(ByteSize.ofMiB(16)) < 0) {
      throw GridException.invalid("memory", memory, "16MiB or more");
    }
    if (workerIdle.isNegative()) {
      throw GridException.invalid("workerIdle", workerIdle, ">= PT0S");
    }
  }

  /** No commands, no task larger than the node, and the default limits. */
  public static RunnerConfig of(Path dir, String node, int cores, ByteSize memory) {
    return new RunnerConfig(
        dir, node, cores, memory, memory, DEFAULT_LOG_LIMIT, false, DEFAULT_WORKER_IDLE, List.of());
  }
}
