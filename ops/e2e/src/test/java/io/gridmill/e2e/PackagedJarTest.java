package io.gridmill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackagedJarTest {
  private static final Path ROOT = Path.of(System.getProperty("gridmill.root"));
  private static final int JAVA_8 = 52;

  @ParameterizedTest
  @ValueSource(strings = {"grid-node", "gateway"})
  void namesItsLibrariesAndWhatItNeedsOfTheJdk(String module) throws IOException {
    Path jar = jar(module);
    try (JarFile file = new JarFile(jar.toFile())) {
      Attributes manifest = file.getManifest().getMainAttributes();
      for (String library : manifest.getValue(Attributes.Name.CLASS_PATH).split(" ", -1)) {
        assertThat(jar.resolveSibling(library)).isRegularFile();
      }
      assertThat(manifest.getValue("Add-Opens").split(" ", -1)).contains("java.base/java.nio");
      assertThat(manifest.getValue("Enable-Native-Access")).isEqualTo("ALL-UNNAMED");
      assertThat(manifest.getValue("Gridmill-Main")).startsWith("io.gridmill.");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"grid-node", "gateway"})
  void isEnteredByAClassThatJava8Loads(String module) throws IOException {
    // The gateway's launcher is in its library grid-node.
    try (JarFile started = new JarFile(jar(module).toFile());
        JarFile node = new JarFile(jar("grid-node").toFile())) {
      String main = started.getManifest().getMainAttributes().getValue("Main-Class");
      ZipEntry entry = node.getEntry(main.replace('.', '/') + ".class");
      try (DataInputStream in = new DataInputStream(node.getInputStream(entry))) {
        assertThat(in.readInt()).isEqualTo(0xCAFEBABE);
        assertThat(in.readUnsignedShort()).as("minor version").isZero();
        assertThat(in.readUnsignedShort()).isEqualTo(JAVA_8);
      }
    }
  }

  private static Path jar(String module) {
    Path jar = ROOT.resolve(module).resolve("target/dist").resolve(module + ".jar");
    assertThat(Files.exists(jar)).as("%s (made by mvn package)", jar).isTrue();
    return jar;
  }
}
