package io.gridmill.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.gateway.app.Gateway;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.grid.task.TaskLogs;
import io.gridmill.grid.task.TaskResult;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.GridException;
import io.gridmill.job.RawJson;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.TaskView;
import io.gridmill.job.client.Credentials;
import io.gridmill.job.client.DeliveryView.State;
import io.gridmill.job.client.GridClient;
import io.gridmill.job.client.KeyRequest;
import io.gridmill.job.client.LogEntry;
import io.gridmill.job.client.NewKey;
import io.gridmill.job.client.Role;
import io.gridmill.job.client.Submitted;
import io.gridmill.job.client.TaskEventView;
import io.gridmill.job.client.TaskHandle;
import io.gridmill.job.client.TaskQuery;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client of the SDK and the gateway understand each other. */
class ClientTest {
  private final TestGateway grid = new TestGateway();
  private final GridClient ann = GridClient.connect(grid.gateway.url(), Credentials.of(grid.ann));
  private ArtifactRef jar;

  @BeforeEach
  void upload() {
    jar = ann.upload(new byte[] {1, 2, 3});
  }

  @AfterEach
  void stop() {
    ann.close();
    grid.close();
  }

  private TaskSpec spec() {
    return TaskSpec.java("com.example.Job", jar);
  }

  private void run(TaskId id, TaskResult result) {
    grid.board.apply(id, new TaskEvent.Assign(1, "n", "m"));
    grid.board.apply(id, new TaskEvent.Start(1));
    grid.board.apply(id, new TaskEvent.Succeed(1, result));
  }

  @Test
  void waitsForResultsOfManyTasks() throws Exception {
    List<TaskHandle> tasks =
        ann.submitAll(IntStream.range(0, 300).mapToObj(i -> spec()).toList()).stream()
            .map(Submitted::task)
            .toList();
    List<CompletableFuture<TaskEventView>> ends =
        tasks.stream().map(TaskHandle::completion).toList();
    for (int i = 0; i < tasks.size(); i++) {
      run(tasks.get(i).id(), new TaskResult(new RawJson("" + i), null, Map.of()));
    }
    for (int i = 0; i < tasks.size(); i++) {
      TaskEventView end = ends.get(i).get(TestGateway.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(end.result()).isEqualTo(new RawJson("" + i));
      assertThat(tasks.get(i).result(Integer.class)).isEqualTo(i);
    }
  }

  @Test
  void submitsOnceHoweverOftenItIsSaid() {
    TaskHandle first = ann.submit(spec(), "order-7");
    assertThat(ann.submit(spec(), "order-7").id()).isEqualTo(first.id());
    TaskSpec other = TaskSpec.java("Other", jar);
    assertThatThrownBy(() -> ann.submit(other, "order-7"))
        .isInstanceOfSatisfying(
            GridException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.IDEMPOTENCY_MISMATCH));
  }

  @Test
  void tellsWhichLinesOfABatchAreRefused() {
    TaskSpec bad = TaskSpec.java("J", new ArtifactRef("0".repeat(64), 1));
    List<Submitted> answers = ann.submitAll(List.of(spec(), bad, spec()));
    assertThat(answers.get(0)).isInstanceOf(Submitted.Accepted.class);
    assertThat(answers.get(1))
        .isInstanceOfSatisfying(
            Submitted.Refused.class,
            refused -> assertThat(refused.error().field()).isEqualTo("work.classPath[0]"));
    assertThat(answers.get(2)).isInstanceOf(Submitted.Accepted.class);
  }

  @Test
  void pausesResumesCancelsAndRemoves() throws Exception {
    TaskHandle task = ann.submit(spec());
    assertThat(task.pause().status()).isEqualTo(TaskStatus.PAUSED);
    assertThat(task.resume().status()).isEqualTo(TaskStatus.QUEUED);
    assertThat(task.cancel("no need").reason()).isEqualTo("no need");
    assertThat(task.await(TestGateway.PATIENCE).status()).isEqualTo(TaskStatus.CANCELLED);
    task.remove();
    assertThatThrownBy(task::view)
        .isInstanceOfSatisfying(
            GridException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TASK_NOT_FOUND));
  }

  @Test
  void seesAllEventsAndLinesOfATask() throws Exception {
    TaskHandle task = ann.submit(spec());
    CompletableFuture<List<TaskStatus>> statuses =
        CompletableFuture.supplyAsync(
            () -> {
              try (Stream<TaskEventView> events = task.events()) {
                return events.map(TaskEventView::status).toList();
              }
            });
    TestGateway.await(() -> grid.get(grid.ann, "/metrics").body().contains("event_listeners 2.0"));
    var line = new TaskLogs.Line(0, grid.clock.instant(), "stdout", "hello");
    grid.logs.append(List.of(new TaskLogs.Chunk(task.id(), 1, "a1", List.of(line))));
    run(task.id(), TaskResult.NONE);
    assertThat(statuses.get(TestGateway.PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .containsExactly(
            TaskStatus.QUEUED, TaskStatus.ASSIGNED, TaskStatus.RUNNING, TaskStatus.SUCCEEDED);
    try (Stream<LogEntry> lines = task.logs(true)) {
      assertThat(lines.map(LogEntry::text)).containsExactly("hello");
    }
  }

  @Test
  void explainsAFailure() throws Exception {
    TaskHandle task = ann.submit(spec());
    grid.board.apply(task.id(), new TaskEvent.Assign(1, "n", "m"));
    Failure failure = new Failure(ErrorCode.JOB_FAILED, "boom", "at Job.run");
    grid.board.apply(task.id(), new TaskEvent.Fail(1, failure));
    assertThat(task.await(TestGateway.PATIENCE).failure()).isEqualTo(failure);
    assertThatThrownBy(() -> task.result(String.class))
        .isInstanceOf(GridException.class)
        .hasMessageContaining("boom");
  }

  @Test
  void movesContentBothWays() throws Exception {
    byte[] content = new byte[9_000_000];
    new Random(3).nextBytes(content);
    ArtifactRef ref = ann.upload(content);
    assertThat(ann.upload(content)).isEqualTo(ref);
    ByteArrayOutputStream back = new ByteArrayOutputStream();
    ann.download(ref, back);
    assertThat(back.toByteArray()).isEqualTo(content);
    TaskHandle task = ann.submit(spec());
    run(task.id(), new TaskResult(null, null, Map.of("part", ref)));
    try (InputStream output = task.openOutput("part")) {
      assertThat(output.readAllBytes()).isEqualTo(content);
    }
  }

  @Test
  void listsTasksAndManagesKeys() {
    ann.submitAll(IntStream.range(0, 25).mapToObj(i -> spec()).toList());
    try (Stream<TaskView> tasks = ann.tasks(TaskQuery.ALL.withPageSize(10))) {
      assertThat(tasks.map(TaskView::id).distinct()).hasSize(25);
    }
    try (GridClient operator =
        GridClient.connect(grid.gateway.url(), Credentials.of(grid.operator))) {
      NewKey key = operator.keys().make(new KeyRequest("dora", Role.CONSUMER));
      assertThat(operator.keys().list()).extracting(k -> k.keyId()).contains(key.keyId());
      operator.keys().revoke(key.keyId());
      assertThat(operator.health().nodes()).isEqualTo(1);
      assertThat(operator.resources()).isEmpty();
      assertThat(operator.deliveries().in(State.DEAD)).isEmpty();
    }
    assertThatThrownBy(() -> ann.keys().list())
        .isInstanceOfSatisfying(
            GridException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FORBIDDEN));
  }

  @Test
  void waitsOnWhileTheGatewayRestarts() throws Exception {
    int port = grid.gateway.url().getPort();
    TaskHandle task = ann.submit(spec());
    CompletableFuture<TaskEventView> end = task.completion();
    grid.gateway.close();
    run(task.id(), new TaskResult(new RawJson("\"late\""), null, Map.of()));
    try (Gateway again = grid.restart(port)) {
      assertThat(again.url().getPort()).isEqualTo(port);
      assertThat(end.get(TestGateway.PATIENCE.toSeconds(), TimeUnit.SECONDS).result())
          .isEqualTo(new RawJson("\"late\""));
      assertThat(task.result(String.class)).isEqualTo("late");
    }
  }
}
