package io.gridmill.job;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A URL that hears of a task's changes by signed HTTP POST, at least once for each.
 *
 * @param url an absolute http or https URL
 * @param on the statuses to tell of; default: the terminal ones
 */
public record Webhook(URI url, Set<TaskStatus> on) {
  private static final Set<TaskStatus> ENDS =
      Set.of(TaskStatus.SUCCEEDED, TaskStatus.FAILED, TaskStatus.CANCELLED, TaskStatus.EXPIRED);

  public Webhook(URI url, @Nullable Set<TaskStatus> on) {
    this.url = url;
    this.on = on == null || on.isEmpty() ? ENDS : Set.copyOf(on);
    String scheme = url == null ? null : url.getScheme();
    if (url == null
        || url.getHost() == null
        || !("http".equals(scheme) || "https".equals(scheme))) {
      throw GridException.invalid("webhooks.url", url, "an absolute http or https URL");
    }
  }
}
