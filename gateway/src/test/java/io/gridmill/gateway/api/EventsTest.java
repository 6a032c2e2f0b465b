package io.gridmill.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.task.NewTask;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.grid.task.TaskResult;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.Progress;
import io.gridmill.job.RawJson;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.client.TaskEventView;
import io.gridmill.job.wire.Wire;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventsTest {
  private static final TaskSpec SPEC = TaskSpec.java("Job", new ArtifactRef("0".repeat(64), 1));

  private final TestGateway grid = new TestGateway();

  @AfterEach
  void stop() {
    grid.close();
  }

  /** A server-sent event; comments have the name {@code :}. */
  record Event(String name, @Nullable String id, String data) {
    TaskEventView task() {
      return Wire.read(data, TaskEventView.class);
    }

    List<TaskEventView> tasks() {
      return List.of(Wire.read(data, TaskEventView[].class));
    }
  }

  /** An open stream of events. */
  final class Stream implements AutoCloseable {
    private final InputStream body;
    private final BufferedReader lines;

    Stream(String key, String path, String... headers) throws Exception {
      var request = grid.request(key, path);
      if (headers.length > 0) {
        request.headers(headers);
      }
      HttpResponse<InputStream> answer =
          grid.http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream");
      body = answer.body();
      lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    /** The next event or comment; null at the end. */
    @Nullable Event next() throws Exception {
      String name = ":";
      String id = null;
      String data = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          return new Event(name, id, data);
        }
        if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else {
          data = line.substring(line.indexOf(':') + 2);
        }
      }
      return null;
    }

    /** The next event that is no comment; fails at the end. */
    Event event() throws Exception {
      while (true) {
        Event next = next();
        assertThat(next).as("the stream ended").isNotNull();
        if (next != null && !next.name.equals(":")) {
          return next;
        }
      }
    }

    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  private TaskId submitted(String owner, String key) {
    return grid.board.submit(new NewTask(TaskId.derived(owner, key), owner, SPEC)).task().id();
  }

  private void run(TaskId id, String result) {
    grid.board.apply(id, new TaskEvent.Assign(1, "n", "m"));
    grid.board.apply(id, new TaskEvent.Start(1));
    grid.board.apply(id, new TaskEvent.Report(1, new Progress(1, 2, 0, "half")));
    grid.board.apply(
        id, new TaskEvent.Succeed(1, new TaskResult(new RawJson(result), null, Map.of())));
  }

  @Test
  void tellsOfATaskFromItsStateToItsEndInOrder() throws Exception {
    TaskId id = submitted("ann", "a");
    try (Stream events = new Stream(grid.ann, "/api/tasks/" + id + "/events")) {
      assertThat(events.event().task().status()).isEqualTo(TaskStatus.QUEUED);
      run(id, "{\"n\":3}");
      List<Event> rest = new ArrayList<>();
      for (Event next = events.next(); next != null; next = events.next()) {
        rest.add(next);
      }
      List<TaskEventView> tasks = rest.stream().map(Event::task).toList();
      assertThat(tasks)
          .extracting(TaskEventView::status)
          .containsExactly(
              TaskStatus.ASSIGNED, TaskStatus.RUNNING, TaskStatus.RUNNING, TaskStatus.SUCCEEDED);
      assertThat(tasks).extracting(TaskEventView::version).containsExactly(2L, 3L, 4L, 5L);
      assertThat(tasks.get(2).progress()).isEqualTo(new Progress(1, 2, 0, "half"));
      assertThat(tasks.get(3).result()).isEqualTo(new RawJson("{\"n\":3}"));
      assertThat(rest).extracting(Event::name).containsOnly("task");
      assertThat(rest).extracting(Event::id).containsExactly("2", "3", "4", "5");
    }
  }

  @Test
  void goesOnAfterTheLastEventThatWasSeen() throws Exception {
    TaskId id = submitted("ann", "a");
    String path = "/api/tasks/" + id + "/events";
    try (Stream events = new Stream(grid.ann, path, "Last-Event-ID", "1")) {
      grid.board.apply(id, new TaskEvent.Pause());
      assertThat(events.event().task().version()).isEqualTo(2);
    }
    grid.board.apply(id, new TaskEvent.Cancel("enough"));
    try (Stream events = new Stream(grid.ann, path, "Last-Event-ID", "2")) {
      TaskEventView end = events.event().task();
      assertThat(end.status()).isEqualTo(TaskStatus.CANCELLED);
      assertThat(end.reason()).isEqualTo("enough");
      assertThat(events.next()).isNull();
    }
    assertThat(grid.send(grid.request(grid.ann, path).header("Last-Event-ID", "3")).statusCode())
        .isEqualTo(204);
    assertThat(grid.send(grid.request(grid.ann, path).header("Last-Event-ID", "x")).statusCode())
        .isEqualTo(400);
  }

  @Test
  void tellsOfAllOwnTasksAndOfNobodyElses() throws Exception {
    try (Stream events = new Stream(grid.ann, "/api/events")) {
      assertThat(events.event().name()).isEqualTo("ready");
      List<TaskId> ids =
          IntStream.range(0, 500).mapToObj(i -> TaskId.derived("ann", "t" + i)).toList();
      submitted("bob", "b");
      grid.board.submitAll(ids.stream().map(id -> new NewTask(id, "ann", SPEC)).toList());
      ids.forEach(id -> grid.board.apply(id, new TaskEvent.Cancel("enough")));
      List<TaskEventView> heard = new ArrayList<>();
      int batches = 0;
      while (heard.size() < 1000) {
        Event event = events.event();
        assertThat(event.name()).isEqualTo("tasks");
        heard.addAll(event.tasks());
        batches++;
      }
      assertThat(batches).as("gathered").isLessThan(1000);
      assertThat(heard).extracting(TaskEventView::id).hasSameElementsAs(ids);
      for (TaskId id : ids) {
        assertThat(heard)
            .filteredOn(task -> task.id().equals(id))
            .extracting(TaskEventView::status)
            .containsExactly(TaskStatus.QUEUED, TaskStatus.CANCELLED);
      }
    }
  }

  @Test
  void forgetsAListenerThatWentAway() throws Exception {
    try (Stream events = new Stream(grid.ann, "/api/events")) {
      assertThat(events.event().name()).isEqualTo("ready");
      assertThat(grid.get(grid.ann, "/metrics").body()).contains("gridmill_event_listeners 1.0");
    }
    for (int i = 0; grid.get(grid.ann, "/metrics").body().contains("listeners 1.0"); i++) {
      submitted("ann", "t" + i); // the next write finds nobody
      assertThat(i).isLessThan(10_000);
    }
  }

  @Test
  void endsStreamsWhenTheGatewayStops() throws Exception {
    TaskId id = submitted("ann", "a");
    try (Stream all = new Stream(grid.ann, "/api/events");
        Stream one = new Stream(grid.ann, "/api/tasks/" + id + "/events")) {
      all.event();
      one.event();
      grid.gateway.close();
      for (Stream stream : List.of(all, one)) {
        Event bye = stream.next();
        assertThat(bye)
            .isEqualTo(
                new Event(":", null, "the gateway stops; connect again and read your tasks again"));
        assertThat(stream.next()).isNull();
      }
    }
  }
}
