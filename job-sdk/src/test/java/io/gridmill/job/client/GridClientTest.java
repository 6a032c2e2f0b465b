package io.gridmill.job.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.GridException;
import io.gridmill.job.RawJson;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.TaskView;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GridClientTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private TestGateway gateway;
  private GridClient client;

  @BeforeEach
  void start() throws Exception {
    gateway = new TestGateway();
    client = gateway.client();
  }

  @AfterEach
  void stop() {
    client.close();
    gateway.close();
  }

  static TaskSpec spec(@Nullable String input, String... labels) {
    TaskSpec plain = TaskSpec.command("true");
    return new TaskSpec(
        null,
        plain.work(),
        null,
        input == null ? null : new RawJson(input),
        null,
        null,
        null,
        0,
        null,
        null,
        null,
        null,
        null,
        labels.length == 0 ? null : Map.of(labels[0], "yes"),
        null,
        null,
        null);
  }

  @Test
  void submitsATaskAndHearsItsResult() throws Exception {
    TaskHandle task = client.submit(spec("{\"n\":3}"));

    assertThat(task.result(RawJson.class, LONG)).isEqualTo(new RawJson("{\"n\":3}"));
    assertThat(task.view().owner()).isEqualTo(TestGateway.OWNER);
  }

  @Test
  void hearsOfManyEndsOverOneStreamWithoutAskingForEach() throws Exception {
    client.submit(spec("0")).await(LONG);
    List<Submitted> tasks = client.submitAll(java.util.Collections.nCopies(5000, spec("7")));

    for (Submitted each : tasks) {
      assertThat(each.task().await(LONG).status()).isEqualTo(TaskStatus.SUCCEEDED);
    }
    assertThat(gateway.tasks()).hasSize(5001);
    assertThat(gateway.requests()).filteredOn(r -> r.contains("/api/events")).hasSize(1);
    assertThat(gateway.requests()).hasSizeLessThan(20);
  }

  @Test
  void hearsOfTheEndOfATaskWhoseIdItCouldNotForesee() throws Exception {
    gateway.useOtherIds();
    for (int i = 0; i < 20; i++) {
      assertThat(client.submit(spec("" + i)).result(Integer.class, LONG)).isEqualTo(i);
    }
  }

  @Test
  void findsOutWhatEndedWhileTheStreamWasBroken() throws Exception {
    TaskHandle task = client.submit(spec("1", "hold"));
    CompletableFuture<TaskEventView> end = task.completion();
    client.submit(spec("0")).await(LONG);
    gateway.refuseNext("/api/events", 503, null);
    gateway.breakStreams();
    gateway.end(task.id(), TaskStatus.SUCCEEDED, "42", null);

    assertThat(end.get(30, TimeUnit.SECONDS).result()).isEqualTo(new RawJson("42"));
  }

  @Test
  void waitsForATaskThatAnotherClientSubmitted() throws Exception {
    TaskId running = client.submit(spec("1", "hold")).id();
    TaskId ended = client.submit(spec("2")).id();
    try (GridClient other = gateway.client()) {
      CompletableFuture<TaskEventView> end = other.task(running).completion();
      assertThat(other.task(ended).result(Integer.class, LONG)).isEqualTo(2);
      gateway.end(running, TaskStatus.SUCCEEDED, "3", null);
      assertThat(end.get(30, TimeUnit.SECONDS).result()).isEqualTo(new RawJson("3"));
    }
  }

  @Test
  void saysThatThereIsNoSuchTaskInsteadOfWaiting() {
    TaskHandle none = client.task(TaskId.derived("nobody", "nothing"));

    assertThatThrownBy(() -> none.await(LONG))
        .asInstanceOf(type(GridException.class))
        .extracting(GridException::code)
        .isEqualTo(ErrorCode.TASK_NOT_FOUND);
    assertThatThrownBy(none::view).hasMessageContaining(none.id().value());
  }

  @Test
  void stopsWaitingWhenTheTimeIsOver() {
    TaskHandle task = client.submit(spec("1", "hold"));

    assertThatThrownBy(() -> task.await(Duration.ofMillis(20)))
        .isInstanceOf(TimeoutException.class)
        .hasMessage("task " + task.id() + " has not ended after PT0.02S");
  }

  @Test
  void throwsTheErrorOfATaskThatFailed() {
    TaskHandle task = client.submit(spec("1", "hold"));
    gateway.end(
        task.id(), TaskStatus.FAILED, null, Failure.of(ErrorCode.JOB_FAILED, "it was too much"));

    assertThatThrownBy(() -> task.result(String.class, LONG))
        .hasMessage("task " + task.id() + " failed: it was too much")
        .asInstanceOf(type(GridException.class))
        .extracting(GridException::code)
        .isEqualTo(ErrorCode.JOB_FAILED);
  }

  @Test
  void cancelsAndSaysSo() throws Exception {
    TaskHandle task = client.submit(spec("1", "hold"));

    assertThat(task.cancel("no longer needed").status()).isEqualTo(TaskStatus.CANCELLED);
    assertThat(task.await(LONG).status()).isEqualTo(TaskStatus.CANCELLED);
    assertThatThrownBy(() -> task.result(String.class)).hasMessageContaining("ended as CANCELLED");
  }

  @Test
  void makesOneTaskThoughTheAnswerToItsSubmissionWasLost() throws Exception {
    gateway.breakNext("/api/tasks");
    TaskHandle task = client.submit(spec("5"));

    assertThat(task.result(Integer.class, LONG)).isEqualTo(5);
    assertThat(gateway.tasks()).hasSize(1);
    assertThat(gateway.requests()).filteredOn(r -> r.equals("POST /api/tasks")).hasSize(2);
  }

  @Test
  void makesEachTaskOfABatchOnceThoughTheAnswerWasLost() {
    gateway.breakNext("/api/tasks/batch");

    assertThat(client.submitAll(List.of(spec("1"), spec("2")))).hasSize(2);
    assertThat(gateway.tasks()).hasSize(2);
  }

  @Test
  void triesAgainWhenTheGridWasBusy() {
    gateway.refuseNext("/api/tasks", 429, "0");
    gateway.refuseNext("/api/tasks", 503, null);

    client.submit(spec("1"));

    assertThat(gateway.requests()).filteredOn(r -> r.equals("POST /api/tasks")).hasSize(3);
  }

  @Test
  void givesUpWhenTheGridAsksForALongerWaitThanTheClientHas() {
    gateway.refuseNext("/api/tasks", 503, "3600");

    assertThatThrownBy(() -> client.submit(spec("1")))
        .hasMessage("busy")
        .asInstanceOf(type(GridException.class))
        .extracting(GridException::code)
        .isEqualTo(ErrorCode.UNAVAILABLE);
  }

  @Test
  void reportsRefusalsOfABatchLineByLine() {
    List<Submitted> answers = client.submitAll(List.of(spec("1"), spec("2", "refuse"), spec("3")));

    assertThat(answers.get(0)).isInstanceOf(Submitted.Accepted.class);
    assertThat(answers.get(2)).isInstanceOf(Submitted.Accepted.class);
    assertThat(answers.get(1))
        .asInstanceOf(type(Submitted.Refused.class))
        .extracting(Submitted.Refused::error)
        .satisfies(e -> assertThat(e.field()).isEqualTo("labels.refuse"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
  }

  @Test
  void givesTheGatewaysErrorsWithCodeAndField() {
    try (GridClient wrong = GridClient.connect(gateway.uri(), Credentials.of("gm_no_no"))) {
      assertThatThrownBy(wrong::me)
          .hasMessage("no such key")
          .asInstanceOf(type(GridException.class))
          .extracting(GridException::code)
          .isEqualTo(ErrorCode.UNAUTHENTICATED);
      assertThat(wrong.health()).isEqualTo(Health.up(1));
    }
  }

  @Test
  void failsWaitsWhenTheKeyIsRefusedInsteadOfTryingForEver() {
    try (GridClient wrong = GridClient.connect(gateway.uri(), Credentials.of("gm_no_no"))) {
      TaskHandle task = wrong.task(TaskId.derived("a", "b"));
      assertThatThrownBy(() -> task.await(LONG)).hasMessage("no such key");
    }
  }

  @Test
  void saysWhatToDoWhereNoGridAnswers() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    URI nowhere = URI.create("http://127.0.0.1:" + port + "/");
    try (GridClient lost = GridClient.connect(nowhere, Credentials.of("gm_a_b"))) {
      assertThatThrownBy(() -> lost.submit(spec("1")))
          .hasMessage(
              "no grid answers at http://127.0.0.1:"
                  + port
                  + ": start one with `gridmill up`, or name another with --url / GRIDMILL_URL");
    }
  }

  @Test
  void listsTasksPageByPage() {
    for (int i = 0; i < 5; i++) {
      client.submit(spec("" + i));
    }
    try (Stream<TaskView> tasks = client.tasks(TaskQuery.ALL)) {
      assertThat(tasks.map(TaskView::id)).hasSize(5).doesNotHaveDuplicates();
    }
    assertThat(gateway.requests()).filteredOn(r -> r.startsWith("GET /api/tasks?")).hasSize(3);
  }

  @Test
  void readsTheItemsOfAnArrayLineByLine() throws Exception {
    TaskHandle task = client.submit(spec(null, "hold"));
    gateway.result(task.id(), "1\nnull\n3\n");
    gateway.end(task.id(), TaskStatus.SUCCEEDED, null, null);

    try (Stream<@Nullable Integer> results = task.results(Integer.class)) {
      assertThat(results.toList()).containsExactly(1, null, 3);
    }
  }

  @Test
  void saysAgainThatThereAreNoMoreItems() throws Exception {
    TaskHandle task = client.submit(spec(null, "hold"));
    gateway.result(task.id(), "1\n");
    gateway.end(task.id(), TaskStatus.SUCCEEDED, null, null);

    try (Stream<@Nullable Integer> results = task.results(Integer.class)) {
      Iterator<@Nullable Integer> each = results.iterator();
      assertThat(each.next()).isEqualTo(1);
      assertThat(each.hasNext()).isFalse();
      assertThat(each.hasNext()).isFalse();
    }
  }

  @Test
  void fetchesAResultThatWasTooLargeForTheEvent() throws Exception {
    TaskHandle task = client.submit(spec(null, "hold"));
    gateway.result(task.id(), "\"large\"");
    gateway.end(task.id(), TaskStatus.SUCCEEDED, null, null);

    assertThat(task.result(String.class)).isEqualTo("large");
  }

  @Test
  void followsOneTasksChangesToItsEnd() throws Exception {
    TaskHandle task = client.submit(spec("1", "hold"));
    List<TaskStatus> seen = new ArrayList<>();
    try (Stream<TaskEventView> events = task.events()) {
      events.forEach(
          event -> {
            seen.add(event.status());
            if (event.status() == TaskStatus.QUEUED) {
              gateway.end(task.id(), TaskStatus.RUNNING, null, null);
            } else if (event.status() == TaskStatus.RUNNING) {
              gateway.end(task.id(), TaskStatus.SUCCEEDED, "1", null);
            }
          });
    }
    assertThat(seen).containsExactly(TaskStatus.QUEUED, TaskStatus.RUNNING, TaskStatus.SUCCEEDED);
  }

  @Test
  void readsTheLog() {
    TaskHandle task = client.submit(spec("1"));
    gateway.log(task.id(), "first");
    gateway.log(task.id(), "second");

    try (Stream<LogEntry> lines = task.logs(true)) {
      assertThat(lines.map(LogEntry::text)).containsExactly("first", "second");
    }
  }

  @Test
  void failsWaitsWhenItIsClosed() {
    CompletableFuture<TaskEventView> end = client.submit(spec("1", "hold")).completion();
    client.close();

    assertThatThrownBy(() -> end.get(30, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void refusesAnAddressThatIsNone() {
    assertThatThrownBy(() -> GridClient.connect(URI.create("localhost:8470"), Credentials.of("k")))
        .hasMessage("url: localhost:8470 (expected: http://host:port or https://host:port)");
  }
}
