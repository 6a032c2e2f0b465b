package io.gridmill.grid.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.job.ByteSize;
import io.gridmill.job.GridException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TornadoSdkTest {
  private static final String VERSION = "5.2.0-jdk" + Runtime.version().feature();

  @TempDir Path home;

  private void write(String file, String text) throws IOException {
    Path path = home.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  /** An SDK as far as it is looked at. */
  private void install(String version, String... backends) throws IOException {
    write("etc/tornado.release", "version=" + version + "\ncommit=abc\n");
    write("etc/exportLists/common-exports", "# Common\n\n--add-exports=a/b=c\n--add-opens d/e=f\n");
    write("share/java/tornado/tornado-api-" + version + ".jar", "");
    StringBuilder names = new StringBuilder();
    for (String backend : backends) {
      names.append(names.isEmpty() ? "" : ",").append(backend).append("-backend");
      write("etc/exportLists/" + backend + "-exports", "--add-exports=x/" + backend + "=y\n");
      write("share/java/tornado/tornado-drivers-" + backend + "-" + version + ".jar", "");
    }
    write("etc/tornado.backend", "tornado.backends=" + names + "\n");
  }

  private void assertRefused(String expectation) {
    assertThatThrownBy(() -> TornadoSdk.in(home))
        .isInstanceOf(GridException.class)
        .hasMessageStartingWith("TORNADOVM_HOME: ")
        .hasMessageContaining(expectation);
  }

  @Test
  void isNoneWhereTheVariableIsNotSet() {
    assertThat(TornadoSdk.at(null)).isEmpty();
    assertThat(TornadoSdk.at(" ")).isEmpty();
  }

  @Test
  void startsProcessesForTheBackendsThatTheSdkWasBuiltWith() throws IOException {
    install(VERSION, "opencl", "ptx");

    TornadoSdk sdk = TornadoSdk.at(home.toString()).orElseThrow();

    assertThat(sdk.version()).isEqualTo(VERSION);
    assertThat(sdk.backends()).containsExactly("opencl", "ptx");
    assertThat(sdk.flags(ByteSize.ofMiB(2)))
        .contains(
            "-Djava.library.path=" + home.resolve("lib"),
            "-Dtornado.recover.bailout=False",
            "-Dtornado.enable.fma=False",
            "-Dtornado.device.memory=2097152",
            "--module-path=" + home.resolve("share/java/tornado"),
            "--add-modules=tornado.runtime,tornado.annotation,tornado.drivers.common,"
                + "tornado.drivers.opencl,tornado.drivers.ptx",
            "--enable-native-access=tornado.drivers.opencl,tornado.drivers.ptx")
        .endsWith(
            "--add-exports=a/b=c",
            "--add-opens=d/e=f",
            "--add-exports=x/opencl=y",
            "--add-exports=x/ptx=y");
  }

  @Test
  void readsTheVersionOfTheJarsWhereNoReleaseIsStated() throws IOException {
    install(VERSION, "opencl");
    Files.delete(home.resolve("etc/tornado.release"));

    assertThat(TornadoSdk.in(home).version()).isEqualTo(VERSION);
  }

  @Test
  void refusesAFolderThatIsNoSdk() {
    assertRefused("(expected: the folder of a TornadoVM SDK, with share/java/tornado in it)");
  }

  @Test
  void refusesAnSdkWithoutAVersion() throws IOException {
    install(VERSION, "opencl");
    Files.delete(home.resolve("etc/tornado.release"));
    Files.delete(home.resolve("share/java/tornado/tornado-api-" + VERSION + ".jar"));

    assertRefused("an SDK with etc/tornado.release or a tornado-api jar");
  }

  @Test
  void refusesAnSdkForAnotherJdk() throws IOException {
    install("4.0.0-jdk21", "opencl");

    assertRefused(
        "a TornadoVM for JDK %d, which this process runs on; 4.0.0-jdk21 is for JDK 21"
            .formatted(Runtime.version().feature()));
  }

  @Test
  void refusesAnSdkWithoutBackends() throws IOException {
    install(VERSION);

    assertRefused("an SDK whose etc/tornado.backend names the backends that it has");
  }

  @Test
  void refusesAnSdkThatLacksFilesOfABackend() throws IOException {
    install(VERSION, "opencl", "ptx");
    Files.delete(home.resolve("etc/exportLists/ptx-exports"));

    assertRefused("a complete SDK; etc/exportLists/ptx-exports, which the ptx backend needs, is");
  }

  @Test
  void refusesAnSdkThatLacksADriver() throws IOException {
    install(VERSION, "opencl");
    Files.delete(home.resolve("share/java/tornado/tornado-drivers-opencl-" + VERSION + ".jar"));

    assertRefused("which the opencl backend needs, is missing: install it again");
  }
}
