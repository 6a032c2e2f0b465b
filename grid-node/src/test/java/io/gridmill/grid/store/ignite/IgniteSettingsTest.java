package io.gridmill.grid.store.ignite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.grid.store.Member.Role;
import io.gridmill.grid.store.ignite.IgniteSettings.Network;
import io.gridmill.grid.store.ignite.IgniteSettings.Storage;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IgniteSettingsTest {
  @TempDir Path dir;

  @Test
  void beginsAGridOnTheLoopbackUnlessToldOtherwise() {
    IgniteSettings settings = IgniteSettings.single("node", dir);
    assertThat(settings.roles()).containsExactlyInAnyOrder(Role.CORE, Role.PROVIDER);
    assertThat(settings.client()).isFalse();
    assertThat(settings.network())
        .isEqualTo(new Network("127.0.0.1", 0, 0, 0, List.of(), Duration.ofSeconds(3)));
    assertThat(settings.storage())
        .isEqualTo(new Storage(IgniteSettings.Durability.NONE, 1, 512L << 20));
  }

  @Test
  void namesTheSettingThatIsWrong() {
    IgniteSettings settings = IgniteSettings.single("node", dir);
    assertThatThrownBy(() -> settings.withRoles(Role.GATEWAY))
        .isInstanceOf(GridException.class)
        .hasMessageContaining("join: ");
    assertThatThrownBy(settings::withRoles).hasMessageContaining("roles: []");
    assertThatThrownBy(() -> IgniteSettings.single(" ", dir)).hasMessageContaining("name: ");
    assertThatThrownBy(() -> new Network("127.0.0.1", 80, 0, 0, List.of(), Duration.ofSeconds(3)))
        .hasMessage("discovery port: 80 (expected: 0, or 1024 to 65535)");
    assertThatThrownBy(() -> new Storage(IgniteSettings.Durability.NONE, -1, 1L << 30))
        .hasMessage("backups: -1 (expected: >= 0)");
  }

  @Test
  void saysThatAPortIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Network network =
          new Network("127.0.0.1", taken.getLocalPort(), 0, 0, List.of(), Duration.ofSeconds(3));
      IgniteSettings settings = IgniteSettings.single("node", dir).withNetwork(network);
      assertThatThrownBy(() -> IgniteStart.start(settings, List.of()))
          .isInstanceOfSatisfying(
              GridException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
          .hasMessageContaining("the node could not start")
          .hasMessageContaining(String.valueOf(taken.getLocalPort()));
    }
  }
}
