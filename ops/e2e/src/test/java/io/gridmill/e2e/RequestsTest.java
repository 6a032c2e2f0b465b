package io.gridmill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the grid says to requests that are wrong, or come twice. */
class RequestsTest {
  @RegisterExtension static final Grid GRID = Grid.shared();

  private static final String COMMAND = "\"work\":{\"kind\":\"command\",\"argv\":[\"true\"]}";
  private static final String UNKNOWN_TASK = "01jd0v6q6f3m9w1x2y3z4a5b6c";

  private static Http http = new Http(java.net.URI.create("http://unset"), null);

  @BeforeAll
  static void connect() throws IOException {
    http = new Http(GRID.url(), GRID.key());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{COMMAND,\"priority\":300} | priority | priority: 300 (expected: -100 to 100)",
        "{COMMAND,\"timeLimit\":\"PT0S\"} | timeLimit | timeLimit: PT0S (expected: more than PT0S",
        "{COMMAND,\"retry\":{\"maxAttempts\":1000}} | retry.maxAttempts | 1000 (expected: 1 to 100)",
        "{COMMAND,\"resources\":{\"memory\":\"12 apples\"}} | resources.memory | 12 apples",
        "{COMMAND,\"resources\":{\"cores\":\"many\"}} | resources.cores | many",
        "{COMMAND,\"constraint\":\"gpu.memory >\"} | constraint | gpu.memory >",
        "{COMMAND,\"colour\":\"red\"} | colour | colour",
        "{COMMAND,\"array\":{\"count\":0}} | array.count | 0 (expected: 1 to 1000000000)",
        "{\"work\":{\"kind\":\"command\",\"argv\":[]}} | work.argv | (expected: a program",
        "{\"work\":{\"kind\":\"magic\"}} | work.kind | magic",
        "{} | work | work: missing (expected:",
      })
  void refusesABodyAndNamesFieldValueAndExpectation(String body, String field, String detail)
      throws IOException, InterruptedException {
    Http.Answer answer = http.post("/api/tasks", body.replace("COMMAND", COMMAND));

    assertThat(answer.status()).as("%s", answer).isEqualTo(400);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    Map<?, ?> problem = answer.json();
    assertThat(problem.get("code")).isEqualTo("INVALID_ARGUMENT");
    assertThat(problem.get("status")).isEqualTo(400);
    assertThat(problem.get("type")).isEqualTo("https://gridmill.io/errors/invalid-argument");
    assertThat(String.valueOf(problem.get("field"))).isEqualTo(field);
    assertThat(String.valueOf(problem.get("detail"))).contains(detail).contains("(expected: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "nonsense", "{\"work\":", "\u0000"})
  void refusesABodyThatIsNoTask(String body) throws IOException, InterruptedException {
    Http.Answer answer = http.post("/api/tasks", body);

    assertThat(answer.status()).as("%s", answer).isEqualTo(400);
    assertThat(answer.json().get("code")).isEqualTo("INVALID_ARGUMENT");
    assertThat(String.valueOf(answer.json().get("detail"))).contains("expected");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/tasks?limit=0, limit",
    "GET, /api/tasks?limit=abc, limit",
    "GET, /api/tasks?status=DANCING, status",
    "GET, /api/deliveries?state=lost, state",
    "GET, /api/tasks?after=%21%21, after",
  })
  void refusesAQueryAndNamesTheParameter(String method, String path, String field)
      throws IOException, InterruptedException {
    Http.Answer answer = http.send(method, path, null);

    assertThat(answer.status()).as("%s", answer).isEqualTo(400);
    assertThat(answer.json().get("field")).isEqualTo(field);
    assertThat(String.valueOf(answer.json().get("detail"))).contains("(expected: ");
  }

  @Test
  void refusesAStatusThatNobodyCanSet() throws IOException, InterruptedException {
    String id = submit(COMMAND + ",\"constraint\":\"nowhere == yes\"");

    Http.Answer answer =
        http.send("PUT", "/api/tasks/" + id + "/status", "{\"status\":\"SUCCEEDED\"}");

    assertThat(answer.status()).as("%s", answer).isEqualTo(400);
    assertThat(answer.json().get("field")).isEqualTo("status");
    assertThat(http.send("DELETE", "/api/tasks/" + id, null).status()).isEqualTo(202);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/tasks/" + UNKNOWN_TASK + ", TASK_NOT_FOUND",
    "DELETE, /api/tasks/" + UNKNOWN_TASK + ", TASK_NOT_FOUND",
    "GET, /api/tasks/" + UNKNOWN_TASK + "/logs, TASK_NOT_FOUND",
    "GET, /api/tasks/" + UNKNOWN_TASK + "/events, TASK_NOT_FOUND",
    "GET, /api/tasks/" + UNKNOWN_TASK + "/result, TASK_NOT_FOUND",
    "GET, /api/tasks/" + UNKNOWN_TASK + "/outputs/a.txt, TASK_NOT_FOUND",
    "GET, /api/blobs/0000000000000000000000000000000000000000000000000000000000000000, "
        + "ARTIFACT_NOT_FOUND",
    "GET, /api/resources/nobody, NOT_FOUND",
    "POST, /api/deliveries/nothing/retry, NOT_FOUND",
    "DELETE, /api/keys/nothing, NOT_FOUND",
    "GET, /api/nothing, NOT_FOUND",
    "GET, /nothing, NOT_FOUND",
  })
  void doesNotFindWhatIsNotThere(String method, String path, String code)
      throws IOException, InterruptedException {
    Http.Answer answer = http.send(method, path, null);

    assertThat(answer.status()).as("%s", answer).isEqualTo(404);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.json().get("code")).isEqualTo(code);
  }

  @Test
  void saysThatAPathHasNoSuchMethod() throws IOException, InterruptedException {
    Http.Answer answer = http.send("PUT", "/api/tasks", "{}");

    assertThat(answer.status()).as("%s", answer).isEqualTo(405);
    assertThat(answer.json().get("code")).isEqualTo("METHOD_NOT_ALLOWED");
  }

  @Test
  void saysThatItReadsNoSuchBodies() throws IOException, InterruptedException {
    Http.Answer answer = http.post("/api/tasks", "<task/>", "Content-Type", "application/xml");

    assertThat(answer.status()).as("%s", answer).isEqualTo(415);
    assertThat(answer.json().get("code")).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
  }

  @Test
  void refusesContentThatIsNotWhatWasPromised() throws IOException, InterruptedException {
    Http.Answer answer =
        http.post(
            "/api/blobs",
            "content",
            "Content-Type",
            "application/octet-stream",
            "X-Content-SHA256",
            "0".repeat(64));

    assertThat(answer.status()).as("%s", answer).isEqualTo(422);
    assertThat(answer.json().get("code")).isEqualTo("DIGEST_MISMATCH");
  }

  @Test
  void givesTheFirstTaskToARequestThatComesAgain() throws IOException, InterruptedException {
    String body = "{" + COMMAND + "}";

    Http.Answer first = http.post("/api/tasks", body, "Idempotency-Key", "order-17");
    Http.Answer again = http.post("/api/tasks", body, "Idempotency-Key", "order-17");
    Http.Answer other =
        http.post("/api/tasks", "{" + COMMAND + ",\"priority\":1}", "Idempotency-Key", "order-17");

    assertThat(first.status()).as("%s", first).isEqualTo(201);
    assertThat(first.header("Location")).endsWith("/api/tasks/" + first.json().get("id"));
    assertThat(again.status()).as("%s", again).isEqualTo(200);
    assertThat(again.json().get("id")).isEqualTo(first.json().get("id"));
    assertThat(other.status()).as("%s", other).isEqualTo(422);
    assertThat(other.json().get("code")).isEqualTo("IDEMPOTENCY_MISMATCH");
  }

  @Test
  void answersEveryLineOfABatchAndLetsNoBadOneStopTheOthers()
      throws IOException, InterruptedException {
    String good = "{\"spec\":{" + COMMAND + "}}";
    String lines = good + "\nnonsense\n{\"spec\":{" + COMMAND + ",\"priority\":300}}\n" + good;

    Http.Answer answer =
        http.post("/api/tasks/batch", lines, "Content-Type", "application/x-ndjson");

    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    assertThat(answer.body().lines()).hasSize(4);
    assertThat(answer.body().lines().map(line -> Wire.readOwn(line, Map.class).containsKey("id")))
        .containsExactly(true, false, false, true);
    assertThat(answer.body()).contains("priority: 300 (expected: -100 to 100)");
  }

  private static String submit(String fields) throws IOException, InterruptedException {
    Http.Answer answer = http.post("/api/tasks", "{" + fields + "}");
    assertThat(answer.status()).as("%s", answer).isEqualTo(201);
    return String.valueOf(answer.json().get("id"));
  }
}
