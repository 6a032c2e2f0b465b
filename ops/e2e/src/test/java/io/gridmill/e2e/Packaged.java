package io.gridmill.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** What was built, and what is packed of it for tests. */
final class Packaged {
  private static final Path ROOT =
      Path.of(System.getProperty("gridmill.root")).toAbsolutePath().normalize();

  private Packaged() {}

  /** A file of the project. */
  static Path file(String path) {
    return ROOT.resolve(path);
  }

  /** Writes a jar of the packages that these classes are in. */
  static Path jar(Path jar, Class<?>... classes) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      TreeSet<String> packages = new TreeSet<>();
      for (Class<?> type : classes) {
        if (packages.add(type.getPackageName())) {
          add(out, type);
        }
      }
    }
    return jar;
  }

  private static void add(JarOutputStream jar, Class<?> type) throws IOException {
    String folder = type.getPackageName().replace('.', '/');
    Path code = Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    if (Files.isDirectory(code)) {
      copy(jar, code, folder);
    } else {
      try (var files = java.nio.file.FileSystems.newFileSystem(code)) {
        copy(jar, files.getPath("/"), folder);
      }
    }
  }

  private static void copy(JarOutputStream jar, Path root, String folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(root.resolve(folder))) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      jar.putNextEntry(new JarEntry(folder + "/" + file.getFileName()));
      Files.copy(file, jar);
      jar.closeEntry();
    }
  }
}
