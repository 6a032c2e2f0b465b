package io.gridmill.job.client;

import io.gridmill.job.TaskView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some tasks of a longer list, newest first.
 *
 * @param next the cursor to ask for the tasks after these with; null at the list's end
 */
public record TaskPage(List<TaskView> tasks, @Nullable String next) {
  public TaskPage {
    tasks = List.copyOf(tasks);
  }
}
