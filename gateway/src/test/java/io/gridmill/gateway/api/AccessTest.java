package io.gridmill.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.gridmill.gateway.auth.OpenPaths;
import io.gridmill.gateway.auth.RoleFilter;
import io.gridmill.job.client.KeyRequest;
import io.gridmill.job.client.NewKey;
import io.gridmill.job.client.Problem;
import io.gridmill.job.client.Role;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.glassfish.jersey.server.model.Resource;
import org.glassfish.jersey.server.model.ResourceMethod;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTest {
  private TestGateway grid;

  /** A resource's method, with its path as in the description of the interface. */
  record Door(String method, String path, Method java) {
    boolean isOpen() {
      return OpenPaths.of(false).paths().contains(path.substring(1));
    }

    List<Role> roles() {
      return RoleFilter.allowed(java);
    }

    /** The path with something in the place of each parameter. */
    String filledIn() {
      return path.replaceAll("\\{[^}]*}", "01h00000000000000000000000");
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  static List<Door> doors() {
    List<Door> doors = new ArrayList<>();
    new ClassFileImporter()
        .importPackages("io.gridmill.gateway.api").stream()
            .filter(type -> type.isAnnotatedWith(Path.class))
            .map(type -> Resource.from(type.reflect()))
            .forEach(resource -> collect(resource, "/" + resource.getPath(), doors));
    return doors;
  }

  private static void collect(Resource resource, String path, List<Door> doors) {
    for (ResourceMethod method : resource.getAllMethods()) {
      doors.add(new Door(method.getHttpMethod(), path, method.getInvocable().getHandlingMethod()));
    }
    for (Resource child : resource.getChildResources()) {
      String sub = child.getPath();
      collect(child, path + (sub.startsWith("/") ? sub : "/" + sub), doors);
    }
  }

  @BeforeAll
  void start() {
    grid = new TestGateway();
  }

  @AfterAll
  void stop() {
    grid.close();
  }

  @Test
  void everyDoorIsOpenOrSaysWhoMayPass() {
    List<Door> doors = doors();
    assertThat(doors).hasSizeGreaterThan(25);
    assertThat(doors)
        .allSatisfy(
            door -> assertThat(door.isOpen() || !door.roles().isEmpty()).as("%s", door).isTrue());
  }

  @Test
  void nothingButTheOpenPathsAnswersWithoutAGoodKey() throws Exception {
    for (Door door : doors()) {
      for (String key : Stream.of("none", "gm_nobody_" + "a".repeat(43)).toList()) {
        HttpResponse<String> answer =
            grid.call(door.method(), key.equals("none") ? null : key, door.filledIn(), null);
        if (door.isOpen()) {
          assertThat(answer.statusCode()).as("%s", door).isEqualTo(200);
        } else {
          assertThat(answer.statusCode()).as("%s", door).isEqualTo(401);
          assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        }
      }
    }
    assertThat(grid.get(null, "/nothing/here").statusCode()).isEqualTo(401);
  }

  @Test
  void everyDoorCanBeReached() throws Exception {
    for (Door door : doors()) {
      HttpResponse<String> answer = grid.call("OPTIONS", grid.operator, door.filledIn(), null);
      assertThat(answer.headers().firstValue("Allow").orElse("").split(","))
          .as("%s", door)
          .contains(door.method());
    }
  }

  @Test
  void refusesAnotherScheme() throws Exception {
    HttpResponse<String> answer =
        grid.send(grid.request(null, "/api/me").header("Authorization", "Basic YTpi"));
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("another scheme");
  }

  @Test
  void consumersDoNotPassTheOperatorsDoors() throws Exception {
    Set<String> refused = new TreeSet<>();
    for (Door door : doors()) {
      if (door.isOpen() || door.roles().contains(Role.CONSUMER)) {
        continue;
      }
      HttpResponse<String> answer = grid.call(door.method(), grid.ann, door.filledIn(), null);
      assertThat(answer.statusCode()).as("%s", door).isEqualTo(403);
      assertThat(TestGateway.read(answer, Problem.class).detail())
          .isEqualTo("a key of role CONSUMER may not do this (expected: OPERATOR)");
      refused.add(door.toString());
    }
    assertThat(refused)
        .containsExactly(
            "DELETE /api/keys/{keyId}",
            "DELETE /api/resources/{node}/maintenance",
            "GET /api/deliveries",
            "GET /api/keys",
            "GET /api/resources/{node}/maintenance",
            "POST /api/deliveries/{id}/retry",
            "POST /api/keys",
            "PUT /api/resources/{node}/maintenance");
  }

  @Test
  void aRevokedKeyOpensNothing() throws Exception {
    var made =
        TestGateway.read(
            grid.call("POST", grid.operator, "/api/keys", new KeyRequest("carl", Role.PROVIDER)),
            NewKey.class);
    assertThat(grid.get(made.key(), "/api/me").body())
        .isEqualTo("{\"owner\":\"carl\",\"role\":\"PROVIDER\",\"keyId\":\"" + made.keyId() + "\"}");
    assertThat(grid.get(grid.operator, "/api/keys").body())
        .contains(made.keyId())
        .doesNotContain(made.key());
    String path = "/api/keys/" + made.keyId();
    assertThat(grid.call("DELETE", grid.operator, path, null).statusCode()).isEqualTo(204);
    TestGateway.await(() -> grid.get(made.key(), "/api/me").statusCode() == 401);
    assertThat(grid.get(grid.operator, "/api/keys").body()).doesNotContain(made.keyId());
    assertThat(grid.call("DELETE", grid.operator, path, null).statusCode()).isEqualTo(404);
  }
}
