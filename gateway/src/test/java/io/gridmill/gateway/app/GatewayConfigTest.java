package io.gridmill.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.grid.config.Configuration;
import io.gridmill.grid.config.NodeConfig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatewayConfigTest {
  private static GatewayConfig read(String... arguments) {
    return Configuration.read(List.of(arguments), GatewayConfig.class);
  }

  @Test
  void hasDefaults() {
    assertThat(read())
        .isEqualTo(
            new GatewayConfig(
                "gateway",
                Path.of("gridmill-gateway"),
                "127.0.0.1",
                new GatewayConfig.Http(8470),
                new GatewayConfig.Inbox(null, null),
                new GatewayConfig.Metrics(false),
                "",
                false,
                null,
                new NodeConfig.Key(null),
                new GatewayConfig.Limits(5_000_000L, 0)));
  }

  @Test
  void readsAllItsKeys() {
    assertThat(
            read(
                "name=g1",
                "dir=/var/g",
                "bind=0.0.0.0",
                "http.port=0",
                "inbox.dir=/in",
                "inbox.owner=ann",
                "metrics.open=true",
                "join=a:47500,b:47500",
                "key.file=/k",
                "limits.waiting=7",
                "limits.account=3"))
        .isEqualTo(
            new GatewayConfig(
                "g1",
                Path.of("/var/g"),
                "0.0.0.0",
                new GatewayConfig.Http(0),
                new GatewayConfig.Inbox(Path.of("/in"), "ann"),
                new GatewayConfig.Metrics(true),
                "a:47500,b:47500",
                false,
                null,
                new NodeConfig.Key(Path.of("/k")),
                new GatewayConfig.Limits(7L, 3)));
  }

  @Test
  void takesANodesKeysOnlyIfItHoldsOne() {
    assertThat(read("standalone=true", "node.exec.commands=true", "node.name=n").node())
        .satisfies(
            node -> {
              assertThat(node).isNotNull();
              assertThat(node.name()).isEqualTo("n");
              assertThat(node.exec().commands()).isTrue();
            });
    assertThatThrownBy(() -> read("node.name=n"))
        .hasMessage("node: n (expected: nothing, without standalone=true)");
    assertThatThrownBy(() -> read("standalone=true", "join=a:1"))
        .hasMessage("join: a:1 (expected: nothing, with standalone=true)");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> read("htp.port=1")).hasMessageStartingWith("htp: unknown field");
    assertThatThrownBy(() -> read("http.prt=1")).hasMessageStartingWith("http.prt: unknown field");
    assertThatThrownBy(() -> read("http.port=70000"))
        .hasMessage("http.port: 70000 (expected: 0 to 65535)");
    assertThatThrownBy(() -> read("inbox.dir=/a?b"))
        .hasMessage("inbox.dir: /a?b (expected: a path without %, ? and #)");
    assertThatThrownBy(() -> read("http.port=x"))
        .hasMessage("http.port: x (expected: a whole number)");
  }
}
