package io.gridmill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.job.RawJson;
import io.gridmill.job.client.KeyRequest;
import io.gridmill.job.client.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who may call what, for every path that the grid itself says it has. */
class AccessTest {
  @RegisterExtension static final Grid GRID = Grid.shared();

  private static final Set<String> OPEN = Set.of("/health", "/openapi.json");
  private static final String WRONG = "gm_0123456789abcdef_" + "0123456789abcdef".repeat(2);

  /** One method of one path, with something in the place of its parameters. */
  private record Operation(String method, String path) {}

  private record OpenApi(Map<String, Map<String, RawJson>> paths) {}

  @Test
  void refusesEveryCallWithoutAKey() throws IOException, InterruptedException {
    refusesAll(new Http(GRID.url(), null));
  }

  @Test
  void refusesEveryCallWithAKeyThatItDoesNotKnow() throws IOException, InterruptedException {
    refusesAll(new Http(GRID.url(), WRONG));
    refusesAll(new Http(GRID.url(), GRID.key() + "x"));
    refusesAll(new Http(GRID.url(), "nonsense"));
  }

  @Test
  void refusesEveryCallWithAKeyThatWasRevoked() throws IOException, InterruptedException {
    var made = GRID.client().keys().make(new KeyRequest("bob@example.com", Role.CONSUMER));
    Http bob = new Http(GRID.url(), made.key());
    assertThat(bob.get("/api/me").status()).isEqualTo(200);

    GRID.client().keys().revoke(made.keyId());

    refusesAll(bob);
  }

  @Test
  void keepsAConsumerFromWhatIsTheOperators() throws IOException, InterruptedException {
    var made = GRID.client().keys().make(new KeyRequest("carol@example.com", Role.CONSUMER));
    Http carol = new Http(GRID.url(), made.key());
    SoftAssertions all = new SoftAssertions();
    for (Operation operation : operations()) {
      if (operation.path().startsWith("/api/keys")
          || operation.path().startsWith("/api/deliveries")) {
        Http.Answer answer = carol.send(operation.method(), operation.path(), body(operation));
        all.assertThat(answer.status()).as("%s", answer).isEqualTo(403);
        all.assertThat(answer.json().get("code")).as("%s", answer).isEqualTo("FORBIDDEN");
      }
    }
    all.assertAll();
  }

  @Test
  void showsOthersTasksToNobodyButTheOperator() throws IOException, InterruptedException {
    var made = GRID.client().keys().make(new KeyRequest("dave@example.com", Role.CONSUMER));
    Http dave = new Http(GRID.url(), made.key());
    Http operator = new Http(GRID.url(), GRID.key());
    String spec =
        """
        {"work":{"kind":"command","argv":["true"]},"constraint":"nowhere == yes"}""";
    String mine = String.valueOf(operator.post("/api/tasks", spec).json().get("id"));
    String his = String.valueOf(dave.post("/api/tasks", spec).json().get("id"));

    for (String path : List.of("", "/logs", "/result", "/events", "/outputs/a.txt")) {
      Http.Answer answer = dave.get("/api/tasks/" + mine + path);
      assertThat(answer.status()).as("%s", answer).isEqualTo(404);
    }
    assertThat(dave.send("DELETE", "/api/tasks/" + mine, null).status()).isEqualTo(404);
    assertThat(dave.get("/api/tasks").body()).contains(his).doesNotContain(mine);
    assertThat(operator.get("/api/tasks").body()).contains(his, mine);
    assertThat(operator.send("DELETE", "/api/tasks/" + his, null).status()).isEqualTo(202);
    assertThat(operator.send("DELETE", "/api/tasks/" + mine, null).status()).isEqualTo(202);
  }

  @Test
  void keepsTheOperatorsKeyInAFileThatOnlyItsOwnerReads() throws IOException {
    assertThat(java.nio.file.Files.getPosixFilePermissions(GRID.keyFile()))
        .isEqualTo(java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
  }

  private static void refusesAll(Http caller) throws IOException, InterruptedException {
    SoftAssertions all = new SoftAssertions();
    for (Operation operation : operations()) {
      if (OPEN.contains(operation.path())) {
        continue;
      }
      Http.Answer answer = caller.send(operation.method(), operation.path(), body(operation));
      all.assertThat(answer.status()).as("%s", answer).isEqualTo(401);
      all.assertThat(answer.header("WWW-Authenticate")).as("%s", answer).startsWith("Bearer");
      if (!operation.method().equals("HEAD")) {
        all.assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        all.assertThat(answer.json().get("code")).as("%s", answer).isEqualTo("UNAUTHENTICATED");
      }
    }
    all.assertAll();
  }

  private static String body(Operation operation) {
    return Set.of("POST", "PUT").contains(operation.method()) ? "{}" : "";
  }

  private static List<Operation> operations() throws IOException, InterruptedException {
    Map<String, Map<String, RawJson>> paths =
        new Http(GRID.url(), null).get("/openapi.json").as(OpenApi.class).paths();
    assertThat(paths).hasSizeGreaterThan(20);
    List<Operation> operations = new ArrayList<>();
    paths.forEach(
        (path, methods) -> {
          for (String method : methods.keySet()) {
            String word = method.toUpperCase(Locale.ROOT);
            if (Set.of("GET", "HEAD", "POST", "PUT", "DELETE").contains(word)) {
              operations.add(new Operation(word, path.replaceAll("\\{[^}]*}", "a")));
            }
          }
        });
    return operations;
  }
}
