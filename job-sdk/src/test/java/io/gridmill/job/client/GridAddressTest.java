package io.gridmill.job.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GridAddressTest {
  private static final URI HERE = URI.create("http://127.0.0.1:4711");

  private static Map<String, String> withGrid(Path home, String... more) throws Exception {
    Files.createDirectories(home.resolve("grid"));
    Files.writeString(
        home.resolve(GridAddress.STATE_FILE),
        "{\"url\":\"" + HERE + "\",\"keyFile\":\"/keys/k\",\"processes\":[]}");
    Map<String, String> variables = new java.util.HashMap<>();
    variables.put("GRIDMILL_HOME", home.toString());
    for (int i = 0; i < more.length; i += 2) {
      variables.put(more[i], more[i + 1]);
    }
    return variables;
  }

  @Test
  void isThatOfThisMachinesGrid(@TempDir Path home) throws Exception {
    assertThat(GridAddress.find(withGrid(home)))
        .isEqualTo(new GridAddress(HERE, Path.of("/keys/k")));
  }

  @Test
  void isTheDefaultWhereNoGridIsUp(@TempDir Path home) {
    assertThat(GridAddress.find(Map.of("GRIDMILL_HOME", home.toString())))
        .isEqualTo(new GridAddress(GridClient.DEFAULT_URI, null));
  }

  @Test
  void isTheNamedOneWithoutTheKeyOfAnother(@TempDir Path home) throws Exception {
    URI there = URI.create("https://grid.example.com");
    assertThat(GridAddress.find(withGrid(home, "GRIDMILL_URL", there.toString())))
        .isEqualTo(new GridAddress(there, null));
    assertThat(GridAddress.find(withGrid(home, "GRIDMILL_URL", HERE.toString())).keyFile())
        .isNotNull();
  }

  @Test
  void saysWhichFileIsBroken(@TempDir Path home) throws Exception {
    Map<String, String> variables = withGrid(home);
    Files.writeString(home.resolve(GridAddress.STATE_FILE), "{");
    assertThatThrownBy(() -> GridAddress.find(variables))
        .hasMessageContaining(GridAddress.STATE_FILE)
        .hasMessageContaining("gridmill up");
  }

  @Test
  void takesAKeyFromTheEnvironmentOrItsFile(@TempDir Path dir) throws Exception {
    Path file = Files.writeString(dir.resolve("key"), "gm_a_b\n");
    assertThat(Credentials.environment(Map.of("GRIDMILL_KEY_FILE", file.toString())))
        .hasValueSatisfying(k -> assertThat(k.header()).isEqualTo("Bearer gm_a_b"));
    assertThat(Credentials.environment(Map.of("GRIDMILL_KEY", "gm_c_d")))
        .hasValueSatisfying(k -> assertThat(k.header()).isEqualTo("Bearer gm_c_d"));
    assertThat(Credentials.environment(Map.of())).isEmpty();
    assertThatThrownBy(() -> Credentials.environment(Map.of("GRIDMILL_KEY_FILE", dir + "/none")))
        .hasMessage("key file: " + dir + "/none (expected: a readable file)");
  }
}
