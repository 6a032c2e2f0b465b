package io.gridmill.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceRequestTest {

  @Test
  void fillsInItsDefaults() {
    assertThat(ResourceRequest.DEFAULT)
        .isEqualTo(new ResourceRequest(1, ByteSize.ofMiB(512), 0, new ByteSize(0), 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-1 | 512MiB | 0 | resources.cores: -1 (expected: 1 to 4096)",
        "4097 | 512MiB | 0 | resources.cores: 4097 (expected: 1 to 4096)",
        "1 | 15MiB | 0 | resources.memory: 15MiB (expected: 16MiB or more)",
        "1 | 16MiB | -1 | resources.devices: -1 (expected: 0 to 1024)",
        "1 | 16MiB | 1025 | resources.devices: 1025 (expected: 0 to 1024)",
      })
  void namesTheFieldThatIsOutOfRange(int cores, String memory, int devices, String message) {
    assertThatThrownBy(() -> new ResourceRequest(cores, ByteSize.parse(memory), devices, null, 0))
        .isInstanceOf(GridException.class)
        .hasMessage(message);
  }

  @Test
  void takesTheLargestThereIs() {
    ResourceRequest all =
        new ResourceRequest(4096, ByteSize.parse("1TiB"), 1024, ByteSize.parse("141GiB"), 0);
    assertThat(all.deviceMemory()).hasToString("141GiB");
  }
}
