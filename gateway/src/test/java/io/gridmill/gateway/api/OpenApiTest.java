package io.gridmill.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.job.RawJson;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OpenApiTest {
  private static final Pattern REFERENCE = Pattern.compile("#/components/schemas/(\\w+)");

  /** What the tests look at of the description. */
  record Description(
      String openapi, Map<String, Map<String, RawJson>> paths, Components components) {}

  record Components(Map<String, RawJson> schemas) {}

  private static byte[] json() throws IOException {
    return new OpenApiResource().openapi();
  }

  private static Description description() throws IOException {
    return Wire.readOwn(json(), Description.class);
  }

  @Test
  void describesTheDoorsThatThereAreAndNoOthers() throws Exception {
    Set<String> described = new TreeSet<>();
    description()
        .paths()
        .forEach(
            (path, methods) ->
                methods
                    .keySet()
                    .forEach(m -> described.add(m.toUpperCase(Locale.ROOT) + " " + path)));
    Set<String> there =
        AccessTest.doors().stream()
            .map(door -> door.toString())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(described).isEqualTo(there);
  }

  @Test
  void isOpenApiWhoseReferencesLeadSomewhere() throws Exception {
    assertThat(description().openapi()).isEqualTo("3.1.0");
    Set<String> schemas = description().components().schemas().keySet();
    Matcher m = REFERENCE.matcher(new String(json(), java.nio.charset.StandardCharsets.UTF_8));
    Set<String> used = new TreeSet<>();
    while (m.find()) {
      used.add(m.group(1));
    }
    assertThat(used).isSubsetOf(schemas);
    assertThat(schemas).isSubsetOf(used);
  }

  @Test
  void saysWhichDoorsNeedNoKey() throws Exception {
    for (var path : description().paths().entrySet()) {
      for (RawJson operation : path.getValue().values()) {
        boolean open = path.getKey().equals("/health") || path.getKey().equals("/openapi.json");
        assertThat(operation.json().contains("\"security\":[]")).as(path.getKey()).isEqualTo(open);
      }
    }
  }
}
