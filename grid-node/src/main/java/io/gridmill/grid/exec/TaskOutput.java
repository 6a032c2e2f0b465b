package io.gridmill.grid.exec;

import io.gridmill.grid.task.TaskLogs;
import io.gridmill.job.TaskId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an attempt or lease writes. Its fields are guarded by the monitor of its shipper. */
final class TaskOutput {
  private static final int TAIL_LINES = 20;
  private static final int TAIL_WIDTH = 500;

  final TaskId task;
  final int attempt;
  final String source;
  long nextLine;
  long bytes;
  boolean full;

  /** Lines that are not kept in the grid yet, those on their way included. */
  int unkept;

  List<TaskLogs.Line> waiting = new ArrayList<>(0);
  private @Nullable Deque<String> tail;

  TaskOutput(TaskId task, int attempt, String source) {
    this.task = task;
    this.attempt = attempt;
    this.source = source;
  }

  void remember(String line) {
    if (tail == null) {
      tail = new ArrayDeque<>(TAIL_LINES);
    }
    if (tail.size() == TAIL_LINES) {
      tail.removeFirst();
    }
    tail.addLast(line.length() <= TAIL_WIDTH ? line : line.substring(0, TAIL_WIDTH));
  }

  /** The last lines; null if there are none. */
  @Nullable String tail() {
    return tail == null ? null : String.join("\n", tail);
  }
}
