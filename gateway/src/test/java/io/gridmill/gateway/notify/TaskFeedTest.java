package io.gridmill.gateway.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.store.memory.MemoryTables;
import io.gridmill.grid.task.NewTask;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskFeedTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final TaskSpec SPEC = TaskSpec.java("Job", new ArtifactRef("0".repeat(64), 1));

  private final TaskBoard board = new TaskBoard(new MemoryTables(), InstantSource.system());

  @AfterEach
  void stop() {
    board.close();
  }

  private TaskId submitted(int number) {
    TaskId id = TaskId.derived("ann", "t" + number);
    board.submit(new NewTask(id, "ann", SPEC));
    return id;
  }

  @Test
  void cutsOffWhoFallsTooFarBehind() throws Exception {
    try (TaskFeed feed = new TaskFeed(board, 1000);
        Listener slow = feed.ofOwner("ann");
        Listener fast = feed.ofOwner("ann")) {
      for (int i = 0; i < 30; i++) {
        submitted(i);
        assertThat(fast.take(PATIENCE)).hasSize(1);
      }
      assertThat(slow.isCut()).isTrue();
      assertThat(slow.take(PATIENCE)).isEmpty();
      assertThat(slow.isEnded()).isTrue();
      assertThat(fast.isCut()).isFalse();
      assertThat(fast.isEnded()).isFalse();
    }
  }

  @Test
  void endsAListenerOfATaskThatIsRemoved() throws Exception {
    TaskId id = submitted(1);
    try (TaskFeed feed = new TaskFeed(board);
        Listener listener = feed.ofTask("ann", id)) {
      board.apply(id, new TaskEvent.Cancel("enough"));
      board.remove(id);
      List<News> heard = new ArrayList<>();
      while (!listener.isEnded()) {
        heard.addAll(listener.take(PATIENCE));
      }
      assertThat(heard).extracting(News::terminal).containsExactly(true);
      assertThat(listener.isCut()).isFalse();
    }
  }

  @Test
  void tellsThoseWhoAskForEndsOfNothingElse() throws Exception {
    try (TaskFeed feed = new TaskFeed(board);
        Listener ends = feed.endsOfOwner("ann");
        Listener all = feed.ofOwner("ann")) {
      TaskId id = submitted(1);
      assertThat(all.take(PATIENCE)).extracting(News::terminal).containsExactly(false);
      board.apply(id, new TaskEvent.Cancel("enough"));
      assertThat(ends.take(PATIENCE)).extracting(News::terminal).containsExactly(true);
      assertThat(all.take(PATIENCE)).extracting(News::terminal).containsExactly(true);
      assertThat(feed.listeners()).isEqualTo(2);
    }
  }

  @Test
  void wakesAListenerWithoutNews() throws Exception {
    try (TaskFeed feed = new TaskFeed(board);
        Listener listener = feed.ofOwner("ann")) {
      listener.wake();
      assertThat(listener.take(PATIENCE)).isEmpty();
      assertThat(listener.isEnded()).isFalse();
      assertThat(feed.listeners()).isEqualTo(1);
    }
  }

  @Test
  void endsThoseWhoComeAfterItHasClosed() throws Exception {
    TaskFeed feed = new TaskFeed(board);
    feed.close();
    try (Listener late = feed.ofOwner("ann")) {
      assertThat(late.take(PATIENCE)).isEmpty();
      assertThat(late.isEnded()).isTrue();
    }
    assertThat(feed.listeners()).isZero();
  }

  @Test
  void missesNothingWhenOtherOwnersComeAndGo() throws Exception {
    int tasks = 2000;
    try (TaskFeed feed = new TaskFeed(board);
        Listener ann = feed.ofOwner("ann")) {
      Thread comings =
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int i = 0; i < 200; i++) {
                      feed.ofOwner("other" + i % 70).close();
                    }
                  });
      Set<TaskId> submitted = new HashSet<>();
      for (int i = 0; i < tasks; i++) {
        submitted.add(submitted(i));
      }
      Set<TaskId> heard = new HashSet<>();
      while (heard.size() < tasks) {
        List<News> news = ann.take(PATIENCE);
        assertThat(news).as("heard %s", heard.size()).isNotEmpty();
        news.forEach(n -> heard.add(n.task()));
      }
      assertThat(heard).isEqualTo(submitted);
      comings.join();
    }
  }

  @Test
  void hearsOfManyOwnersByOneWatch() throws Exception {
    try (TaskFeed feed = new TaskFeed(board)) {
      List<Listener> others = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        others.add(feed.ofOwner("other" + i));
      }
      try (Listener ann = feed.ofOwner("ann")) {
        TaskId id = submitted(1);
        assertThat(ann.take(PATIENCE)).extracting(News::task).containsExactly(id);
      }
      others.forEach(Listener::close);
      assertThat(feed.listeners()).isZero();
      try (Listener ann = feed.ofOwner("ann")) {
        TaskId id = submitted(2);
        assertThat(ann.take(PATIENCE)).extracting(News::task).containsExactly(id);
      }
    }
  }
}
