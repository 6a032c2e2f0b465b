package io.gridmill.job.client;

import io.gridmill.job.TaskView;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The pages of a list of tasks, each read when it is needed. */
final class TaskPages {
  private final Transport transport;
  private final TaskQuery query;
  private @Nullable String cursor;
  private boolean atEnd;

  TaskPages(Transport transport, TaskQuery query) {
    this.transport = transport;
    this.query = query;
  }

  Stream<TaskView> tasks() {
    return JsonLines.lazily(this::next).flatMap(page -> page.tasks().stream());
  }

  private @Nullable TaskPage next() {
    if (atEnd) {
      return null;
    }
    TaskPage page = transport.read(Call.get(query.path(cursor)), TaskPage.class);
    cursor = page.next();
    atEnd = cursor == null;
    return page;
  }
}
