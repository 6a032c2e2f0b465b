package io.gridmill.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.task.NewTask;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.TaskView;
import io.gridmill.job.client.Problem;
import io.gridmill.job.client.StatusChange;
import io.gridmill.job.client.TaskIds;
import io.gridmill.job.client.TaskPage;
import io.gridmill.job.wire.Wire;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TasksTest {
  private TestGateway grid;
  private ArtifactRef jar;

  @BeforeAll
  void start() throws Exception {
    grid = new TestGateway();
    jar = grid.artifacts.put(new ByteArrayInputStream(new byte[] {1, 2, 3}));
  }

  @AfterAll
  void stop() {
    grid.close();
  }

  private HttpResponse<String> submit(String key, Object spec, @Nullable String idempotencyKey)
      throws Exception {
    HttpRequest.Builder request =
        grid.request(key, "/api/tasks")
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    spec instanceof String text ? text : Wire.text(spec)));
    if (idempotencyKey != null) {
      request.header("Idempotency-Key", idempotencyKey);
    }
    return grid.send(request);
  }

  private TaskView submitted(String key, TaskSpec spec) throws Exception {
    HttpResponse<String> answer = submit(key, spec, null);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return TestGateway.read(answer, TaskView.class);
  }

  private TaskSpec spec() {
    return TaskSpec.java("com.example.Job", jar);
  }

  private static Problem problem(HttpResponse<String> answer, int status, ErrorCode code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    Problem problem = TestGateway.read(answer, Problem.class);
    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.status()).isEqualTo(status);
    return problem;
  }

  @Test
  void submitsATaskAndShowsIt() throws Exception {
    HttpResponse<String> answer = submit(grid.ann, spec(), null);
    assertThat(answer.statusCode()).isEqualTo(201);
    TaskView task = TestGateway.read(answer, TaskView.class);
    assertThat(answer.headers().firstValue("Location").orElseThrow())
        .endsWith("/api/tasks/" + task.id());
    assertThat(task.owner()).isEqualTo("ann");
    assertThat(task.status()).isEqualTo(TaskStatus.QUEUED);
    assertThat(task.spec()).isEqualTo(spec());
    HttpResponse<String> again = grid.get(grid.ann, "/api/tasks/" + task.id());
    assertThat(TestGateway.read(again, TaskView.class)).isEqualTo(task);
  }

  @Test
  void answersTheSameKeyWithTheSameTask() throws Exception {
    HttpResponse<String> first = submit(grid.ann, spec(), "order-1");
    HttpResponse<String> second = submit(grid.ann, spec(), "order-1");
    HttpResponse<String> bobs = submit(grid.bob, spec(), "order-1");
    assertThat(List.of(first.statusCode(), second.statusCode(), bobs.statusCode()))
        .containsExactly(201, 200, 201);
    TaskId id = TestGateway.read(first, TaskView.class).id();
    assertThat(id).isEqualTo(TaskId.derived("ann", "order-1"));
    assertThat(TestGateway.read(second, TaskView.class).id()).isEqualTo(id);
    assertThat(TestGateway.read(bobs, TaskView.class).id()).isNotEqualTo(id);
    Problem other =
        problem(
            submit(grid.ann, TaskSpec.java("com.example.Other", jar), "order-1"),
            422,
            ErrorCode.IDEMPOTENCY_MISMATCH);
    assertThat(other.detail()).contains(id.toString());
    assertThat(grid.get(grid.operator, "/metrics").body())
        .contains("gridmill_submissions_total{outcome=\"accepted\",}")
        .contains("gridmill_submissions_total{outcome=\"repeated\",}")
        .contains("gridmill_submissions_total{outcome=\"refused\",}");
  }

  @Test
  void refusesAKeyThatIsNone() throws Exception {
    assertThat(problem(submit(grid.ann, spec(), "a b"), 400, ErrorCode.INVALID_ARGUMENT).detail())
        .isEqualTo("key: a b (expected: 1 to 200 visible ASCII characters)");
    problem(submit(grid.ann, spec(), "k".repeat(201)), 400, ErrorCode.INVALID_ARGUMENT);
    assertThat(submit(grid.ann, spec(), "k".repeat(200)).statusCode()).isEqualTo(201);
  }

  @Test
  void refusesWithFieldValueAndExpectation() throws Exception {
    String work = "\"work\":" + Wire.text(spec().work());
    assertRefused(
        "{" + work + ",\"priority\":300}", "priority", "priority: 300 (expected: -100 to 100)");
    assertRefused(
        "{" + work + ",\"colour\":1}", "colour", "colour: unknown field (expected: one of");
    assertRefused("{}", "work", "work: missing (expected:");
    assertRefused(
        "{" + work + ",\"timeLimit\":\"soon\"}",
        "timeLimit",
        "timeLimit: soon (expected: an ISO-8601 duration such as PT30S)");
    assertRefused("{" + work + "\n,,}", "body", "body: malformed at line 2 column");
    assertRefused("", "body", "body:");
    assertRefused(
        "{" + work + ",\"webhooks\":[{\"url\":\"ftp://x/\"}]}",
        "webhooks.url",
        "webhooks.url: ftp://x/");
    assertRefused(
        "{" + work + ",\"webhooks\":[{\"url\":\"http://u:p@x/\"}]}",
        "webhooks[0].url",
        "webhooks[0].url: http://u:p@x/ (expected: a URL without user and fragment)");
    String none = "0".repeat(64);
    assertRefused(
        Wire.text(TaskSpec.java("J", jar, new ArtifactRef(none, 3))),
        "work.classPath[1]",
        "work.classPath[1]: " + none + " (expected: an uploaded artifact)");
    assertRefused(
        Wire.text(TaskSpec.java("J", new ArtifactRef(jar.sha256(), 4))),
        "work.classPath[0].size",
        "work.classPath[0].size: 4 (expected: 3, the artifact's size)");
    assertRefused(
        "{" + work + ",\"inputs\":{\"a.txt\":{\"sha256\":\"" + none + "\",\"size\":1}}}",
        "inputs.a.txt",
        "inputs.a.txt: " + none + " (expected: an uploaded artifact)");
    assertRefused(
        Wire.text(TaskSpec.command("echo", "hello")),
        "work.kind",
        "work.kind: command (expected: java; no node of this grid runs commands");
  }

  private void assertRefused(String spec, String field, String start) throws Exception {
    Problem problem = problem(submit(grid.ann, spec, null), 400, ErrorCode.INVALID_ARGUMENT);
    assertThat(problem.detail()).startsWith(start);
    assertThat(problem.field()).isEqualTo(field);
    assertThat(problem.type()).isEqualTo("https://gridmill.io/errors/invalid-argument");
  }

  @Test
  void dependsOnlyOnTasksThatTheCallerSees() throws Exception {
    TaskId bobs = submitted(grid.bob, spec()).id();
    TaskId own = submitted(grid.ann, spec()).id();
    String form =
        "{\"work\":" + Wire.text(spec().work()) + ",\"dependsOn\":[\"" + own + "\",\"%s\"]}";
    Problem problem =
        problem(submit(grid.ann, form.formatted(bobs), null), 400, ErrorCode.INVALID_ARGUMENT);
    assertThat(problem.detail())
        .isEqualTo("dependsOn[1]: " + bobs + " (expected: the id of a task of yours)");
    TaskView waiting =
        TestGateway.read(submit(grid.ann, form.formatted(own), null), TaskView.class);
    assertThat(waiting.status()).isEqualTo(TaskStatus.WAITING);
    assertThat(waiting.reason()).startsWith("waits for task " + own);
  }

  @Test
  void hidesOtherPeoplesTasks() throws Exception {
    String path = "/api/tasks/" + submitted(grid.ann, spec()).id();
    for (String below : List.of("", "/logs", "/events", "/result", "/outputs/x")) {
      problem(grid.get(grid.bob, path + below), 404, ErrorCode.TASK_NOT_FOUND);
      problem(grid.get(grid.bob, "/api/tasks/nonsense" + below), 404, ErrorCode.TASK_NOT_FOUND);
    }
    problem(grid.call("DELETE", grid.bob, path, null), 404, ErrorCode.TASK_NOT_FOUND);
    problem(
        grid.call("PUT", grid.bob, path + "/status", new StatusChange(TaskStatus.PAUSED, null)),
        404,
        ErrorCode.TASK_NOT_FOUND);
    assertThat(grid.get(grid.operator, path).statusCode()).isEqualTo(200);
  }

  @Test
  void pausesResumesCancelsAndRemoves() throws Exception {
    String path = "/api/tasks/" + submitted(grid.ann, spec()).id();
    assertThat(change(path, TaskStatus.PAUSED)).isEqualTo(TaskStatus.PAUSED);
    assertThat(change(path, TaskStatus.PAUSED)).as("again").isEqualTo(TaskStatus.PAUSED);
    assertThat(change(path, TaskStatus.RUNNING)).isEqualTo(TaskStatus.QUEUED);
    Problem queued =
        problem(
            grid.call(
                "PUT", grid.ann, path + "/status", new StatusChange(TaskStatus.RUNNING, null)),
            409,
            ErrorCode.CONFLICT);
    assertThat(queued.detail()).endsWith("is queued, so it cannot become RUNNING (it is QUEUED)");
    HttpResponse<String> cancelled = grid.call("DELETE", grid.ann, path, null);
    assertThat(cancelled.statusCode()).isEqualTo(202);
    TaskView view = TestGateway.read(cancelled, TaskView.class);
    assertThat(view.status()).isEqualTo(TaskStatus.CANCELLED);
    assertThat(view.reason()).isEqualTo("cancelled by its owner");
    assertThat(grid.call("DELETE", grid.ann, path, null).statusCode()).isEqualTo(204);
    problem(grid.get(grid.ann, path), 404, ErrorCode.TASK_NOT_FOUND);
    problem(grid.call("DELETE", grid.ann, path, null), 404, ErrorCode.TASK_NOT_FOUND);
  }

  private TaskStatus change(String path, TaskStatus status) throws Exception {
    HttpResponse<String> answer =
        grid.call("PUT", grid.ann, path + "/status", new StatusChange(status, null));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return TestGateway.read(answer, TaskView.class).status();
  }

  @Test
  void cancelsWithAReasonAndRefusesOtherStatuses() throws Exception {
    String path = "/api/tasks/" + submitted(grid.ann, spec()).id() + "/status";
    assertThat(
            problem(
                    grid.call("PUT", grid.ann, path, "{\"status\":\"SUCCEEDED\"}"),
                    400,
                    ErrorCode.INVALID_ARGUMENT)
                .detail())
        .isEqualTo("status: SUCCEEDED (expected: PAUSED, RUNNING or CANCELLED)");
    HttpResponse<String> answer =
        grid.call("PUT", grid.ann, path, new StatusChange(TaskStatus.CANCELLED, "too slow"));
    assertThat(TestGateway.read(answer, TaskView.class).reason()).isEqualTo("too slow");
  }

  @Test
  void showsSomeTasksAtOnce() throws Exception {
    TaskId own = submitted(grid.ann, spec()).id();
    TaskId bobs = submitted(grid.bob, spec()).id();
    TaskIds ids = new TaskIds(List.of(bobs, own, own, TaskId.derived("x", "none")));
    HttpResponse<String> answer = grid.call("POST", grid.ann, "/api/tasks/views", ids);
    assertThat(TestGateway.read(answer, TaskPage.class).tasks())
        .extracting(TaskView::id)
        .containsExactly(own);
  }

  @Test
  void pagesThroughAllTasksOnceNewestFirst() throws Exception {
    String carl = grid.accounts.issue("carl", io.gridmill.job.client.Role.CONSUMER).token();
    // In one go, so that many have the same time.
    List<NewTask> tasks =
        IntStream.range(0, 57)
            .mapToObj(i -> new NewTask(TaskId.derived("carl", "t" + i), "carl", spec()))
            .toList();
    grid.board.submitAll(tasks);
    for (int i = 0; i < 5; i++) {
      submitted(carl, spec());
    }
    List<TaskView> all = new ArrayList<>();
    String next = "";
    int pages = 0;
    while (next != null) {
      TaskPage page =
          TestGateway.read(grid.get(carl, "/api/tasks?limit=10" + next), TaskPage.class);
      all.addAll(page.tasks());
      next = page.next() == null ? null : "&after=" + page.next();
      pages++;
    }
    assertThat(pages).isEqualTo(7);
    Set<TaskId> distinct = new HashSet<>();
    all.forEach(task -> distinct.add(task.id()));
    assertThat(distinct).hasSize(62);
    assertThat(all)
        .isSortedAccordingTo((a, b) -> b.submittedAt().compareTo(a.submittedAt()))
        .hasSize(62);
  }

  @Test
  void filtersByStatusNameLabelAndOwner() throws Exception {
    String dora = grid.accounts.issue("dora", io.gridmill.job.client.Role.CONSUMER).token();
    TaskId plain = submitted(dora, spec()).id();
    String labelled =
        "{\"name\":\"sums\",\"labels\":{\"team\":\"x y\",\"run\":\"1\"},\"work\":"
            + Wire.text(spec().work())
            + "}";
    TaskId sums = TestGateway.read(submit(dora, labelled, null), TaskView.class).id();
    grid.board.apply(plain, new TaskEvent.Cancel("no"));
    assertThat(ids(dora, "")).containsExactlyInAnyOrder(plain, sums);
    assertThat(ids(dora, "?status=QUEUED")).containsExactly(sums);
    assertThat(ids(dora, "?status=queued,CANCELLED")).containsExactlyInAnyOrder(plain, sums);
    assertThat(ids(dora, "?status=QUEUED&status=CANCELLED")).hasSize(2);
    assertThat(ids(dora, "?name=sums")).containsExactly(sums);
    assertThat(ids(dora, "?label.team=x%20y&label.run=1")).containsExactly(sums);
    assertThat(ids(dora, "?label.team=z")).isEmpty();
    assertThat(ids(grid.operator, "?owner=dora")).containsExactlyInAnyOrder(plain, sums);
    assertThat(ids(grid.operator, "?limit=1000")).contains(plain, sums).hasSizeGreaterThan(2);
    for (String bad :
        List.of("status=DONE", "limit=0", "limit=1001", "limit=x", "after=xyz", "owner=ann")) {
      Problem problem =
          problem(grid.get(dora, "/api/tasks?" + bad), 400, ErrorCode.INVALID_ARGUMENT);
      assertThat(problem.detail()).startsWith(bad.replace("=", ": ") + " (expected: ");
    }
  }

  private List<TaskId> ids(String key, String query) throws Exception {
    HttpResponse<String> answer = grid.get(key, "/api/tasks" + query);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return TestGateway.read(answer, TaskPage.class).tasks().stream().map(TaskView::id).toList();
  }

  @Test
  void submitsManyAtOnceInTheOrderOfTheirLines() throws Exception {
    String good = "{\"spec\":" + Wire.text(spec()) + "}";
    String keyed = "{\"key\":\"batch-1\",\"spec\":" + Wire.text(spec()) + "}";
    String other = "{\"key\":\"batch-1\",\"spec\":" + Wire.text(TaskSpec.java("Other", jar)) + "}";
    String onFirst =
        "{\"spec\":{\"work\":"
            + Wire.text(spec().work())
            + ",\"dependsOn\":[\""
            + TaskId.derived("ann", "batch-1")
            + "\"]}}";
    List<String> lines = List.of(good, "{", keyed, "{\"spec\":{}}", other, onFirst, "", good);
    HttpResponse<String> answer = batch(String.join("\n", lines));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
    List<String> answers = answer.body().lines().toList();
    assertThat(answers).hasSize(7);
    assertThat(answers.get(0)).matches("\\{\"id\":\"[0-9a-z]{26}\"}");
    assertThat(answers.get(1)).contains("INVALID_ARGUMENT", "malformed at line 1");
    assertThat(answers.get(2)).contains(TaskId.derived("ann", "batch-1").value());
    assertThat(answers.get(3)).contains("work: missing").contains("\"field\":\"work\"");
    assertThat(answers.get(4)).contains("IDEMPOTENCY_MISMATCH");
    assertThat(answers.get(5)).startsWith("{\"id\"");
    assertThat(answers.get(6)).startsWith("{\"id\"");
  }

  private String line(String key, String after) {
    String quoted = after.isEmpty() ? "" : "\"" + after.replace(" ", "\",\"") + "\"";
    return "{\"key\":\"%s\",\"spec\":%s,\"after\":[%s]}\n"
        .formatted(key, Wire.text(spec()), quoted);
  }

  @Test
  void submitsAGraphWhoseLinesNameOthersThatComeLater() throws Exception {
    HttpResponse<String> answer =
        batch(
            line("g-end", "g-left g-right")
                + line("g-left", "g-root")
                + line("g-right", "g-root")
                + line("g-root", "")
                + line("g-lost", "g-nobody"));
    List<String> answers = answer.body().lines().toList();
    assertThat(answers).hasSize(5);
    TaskId end = TaskId.derived("ann", "g-end");
    assertThat(answers.get(0)).contains(end.value());
    assertThat(answers.get(4)).contains("dependsOn[0]").contains("the id of a task of yours");
    assertThat(grid.board.get(end).orElseThrow().spec().dependsOn())
        .containsExactly(TaskId.derived("ann", "g-left"), TaskId.derived("ann", "g-right"));
  }

  @Test
  void refusesACycleAndNamesIt() throws Exception {
    HttpResponse<String> answer =
        batch(line("c-a", "c-b") + line("c-b", "c-a") + line("c-after", "c-b"));
    assertThat(answer.body().lines())
        .hasSize(3)
        .allMatch(l -> l.contains("after: c-a -> c-b -> c-a (expected: no cycle)"));
    assertThat(batch(line("c-self", "c-self")).body()).contains("c-self -> c-self");
  }

  @Test
  void cancelsWhatDependsOnATaskWithIt() throws Exception {
    batch(
        line("d-root", "") + line("d-mid", "d-root") + line("d-end", "d-mid") + line("d-else", ""));
    TaskId root = TaskId.derived("ann", "d-root");
    HttpResponse<String> answer =
        grid.call("DELETE", grid.ann, "/api/tasks/" + root + "?downstream=true", null);
    assertThat(answer.statusCode()).isEqualTo(202);
    for (String key : List.of("d-root", "d-mid", "d-end")) {
      assertThat(grid.board.get(TaskId.derived("ann", key)).orElseThrow().status())
          .isEqualTo(TaskStatus.CANCELLED);
    }
    assertThat(grid.board.get(TaskId.derived("ann", "d-else")).orElseThrow().status())
        .isEqualTo(TaskStatus.QUEUED);
  }

  private HttpResponse<String> batch(String body) throws Exception {
    return grid.send(
        grid.request(grid.ann, "/api/tasks/batch")
            .header("Content-Type", "application/x-ndjson")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void takesManyLinesAndNotOneMoreThanItSays() throws Exception {
    String line = "{\"spec\":" + Wire.text(spec()) + "}\n";
    HttpResponse<String> answer = batch(line.repeat(10_000));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body().lines().distinct())
        .hasSize(10_000)
        .allMatch(l -> l.startsWith("{\"id"));
    Problem problem = problem(batch("\n".repeat(100_001)), 413, ErrorCode.TOO_LARGE);
    assertThat(problem.detail()).isEqualTo("body: 100001 lines (expected: at most 100000)");
    assertThat(batch("").statusCode()).isEqualTo(200);
  }
}
