package io.gridmill.grid.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.job.ByteSize;
import io.gridmill.job.wire.Wire;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeConfigTest {
  private static NodeConfig read(Map<String, String> properties) {
    return Wire.readProperties(properties, NodeConfig.class);
  }

  @Test
  void hasADefaultForEachKey() {
    NodeConfig config = read(Map.of());

    assertThat(config).isEqualTo(NodeConfig.standard());
    assertThat(config.name()).isEqualTo("node");
    assertThat(config.roleNames()).isEqualTo(Set.of("core", "provider"));
    assertThat(config.dir()).isEqualTo(Path.of("gridmill-node"));
    assertThat(config.bind()).isEqualTo("127.0.0.1");
    assertThat(config.discovery().port()).isZero();
    assertThat(config.join()).isEmpty();
    assertThat(config.labels()).isEmpty();
    assertThat(config.cores()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(config.memory()).isGreaterThanOrEqualTo(ByteSize.ofMiB(256));
    assertThat(config.persistence()).isEqualTo(NodeConfig.Persistence.NONE);
    assertThat(config.backups()).isEqualTo(1);
    assertThat(config.exec().commands()).isFalse();
    assertThat(config.exec().pretend()).isFalse();
    assertThat(config.exec().log().limit()).isEqualTo(ByteSize.ofMiB(16));
    assertThat(config.cache().size()).isEqualTo(ByteSize.ofMiB(8192));
    assertThat(config.metrics().port()).isZero();
    assertThat(config.data()).isEqualTo(new NodeConfig.Data(null, null));
    assertThat(config.key().file()).isNull();
    assertThat(config.core().count()).isZero();
    assertThat(config.schedule()).isEqualTo(ScheduleConfig.DEFAULT);
    assertThat(config.trust().spotChecks()).isZero();
  }

  @Test
  void readsEachKey() {
    Map<String, String> properties =
        Map.ofEntries(
            Map.entry("name", "attic"),
            Map.entry("roles", "provider"),
            Map.entry("dir", "data"),
            Map.entry("bind", "10.0.0.1"),
            Map.entry("discovery.port", "47500"),
            Map.entry("join", "10.0.0.2:47500"),
            Map.entry("labels.region", "eu"),
            Map.entry("cores", "3"),
            Map.entry("memory", "4GiB"),
            Map.entry("persistence", "log_only"),
            Map.entry("backups", "2"),
            Map.entry("exec.commands", "true"),
            Map.entry("exec.pretend", "true"),
            Map.entry("exec.log.limit", "1MiB"),
            Map.entry("cache.size", "1GiB"),
            Map.entry("metrics.port", "-1"),
            Map.entry("data.size", "64MiB"),
            Map.entry("data.free", "32MiB"),
            Map.entry("key.file", "key"),
            Map.entry("core.count", "3"),
            Map.entry("trust.spotChecks", "0.05"),
            Map.entry("devices.memory", "8GiB"));

    assertThat(read(properties))
        .isEqualTo(
            new NodeConfig(
                "attic",
                "provider",
                Path.of("data"),
                "10.0.0.1",
                new NodeConfig.Discovery(47500),
                "10.0.0.2:47500",
                Map.of("region", "eu"),
                3,
                ByteSize.ofMiB(4096),
                NodeConfig.Persistence.LOG_ONLY,
                2,
                new NodeConfig.Exec(true, true, new NodeConfig.Log(ByteSize.ofMiB(1))),
                new NodeConfig.Cache(ByteSize.ofMiB(1024)),
                new NodeConfig.Metrics(-1),
                new NodeConfig.Data(ByteSize.ofMiB(64), ByteSize.ofMiB(32)),
                new NodeConfig.Key(Path.of("key")),
                new NodeConfig.Core(3),
                null,
                new NodeConfig.Trust(0.05),
                new NodeConfig.Devices(ByteSize.ofMiB(8192))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exec.pretended | true | exec.pretended: unknown field",
        "exec.pretend | perhaps | exec.pretend: perhaps",
        "name | a b | name: a b (expected: 1 to 63 letters",
        "roles | king | roles: king (expected: core, provider or core,provider)",
        "cores | -1 | cores: -1 (expected: >= 1)",
        "backups | 7 | backups: 7 (expected: 0 to 6)",
        "core.count | 100 | core.count: 100 (expected: 0 to 99)",
        "trust.spotChecks | 2 | trust.spotChecks: 2.0 (expected: 0 to 1)",
      })
  void refusesAKeyOrValueAndNamesIt(String key, String value, String message) {
    assertThatThrownBy(() -> read(Map.of(key, value))).hasMessageStartingWith(message);
  }
}
