package io.gridmill.grid.exec;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * The class path of workers, as far as it is the node's: the job SDK with its libraries, and the
 * worker. Found by where this process has the classes from, whether it was started from jars or
 * from folders of classes; of the node's own classes workers get only their part, in a jar that is
 * made here.
 */
final class WorkerJars {
  /** A class of each library that the job SDK needs at run time. */
  private static final List<String> LIBRARIES =
      List.of(
          "tools.jackson.databind.json.JsonMapper",
          "tools.jackson.core.json.JsonFactory",
          "com.fasterxml.jackson.annotation.JsonInclude",
          "tools.jackson.dataformat.javaprop.JavaPropsMapper");

  private static final String SDK = "io.gridmill.job.wire.Wire";
  private static final String WORKER = "io.gridmill.worker.WorkerMain";
  private static final String WORKER_FOLDER = "io/gridmill/worker/";

  private WorkerJars() {}

  /**
   * The jars, in class path order.
   *
   * @param folder where jars that have to be made are kept
   */
  static List<Path> in(Path folder) throws IOException {
    Set<Path> jars = new LinkedHashSet<>();
    jars.add(packed(source(WORKER), WORKER_FOLDER, folder));
    Path sdk = source(SDK);
    jars.add(Files.isDirectory(sdk) ? packed(sdk, "", folder) : sdk);
    for (String library : LIBRARIES) {
      jars.add(source(library));
    }
    return List.copyOf(jars);
  }

  private static Path source(String className) {
    try {
      CodeSource source = Class.forName(className).getProtectionDomain().getCodeSource();
      return Path.of(source.getLocation().toURI()).toAbsolutePath();
    } catch (ClassNotFoundException | URISyntaxException e) {
      throw new IllegalStateException(className + ": its jar cannot be told", e);
    }
  }

  /** Packs the part of a jar or folder whose names start so; the same classes, the same file. */
  private static Path packed(Path source, String prefix, Path folder) throws IOException {
    SortedMap<String, byte[]> entries =
        Files.isDirectory(source) ? ofFolder(source, prefix) : ofJar(source, prefix);
    CRC32 sum = new CRC32();
    entries.forEach(
        (name, bytes) -> {
          sum.update(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
          sum.update(bytes);
        });
    String name = prefix.isEmpty() ? "sdk" : "worker";
    Path jar = folder.resolve("%s-%08x.jar".formatted(name, sum.getValue()));
    if (!Files.exists(jar)) {
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, name, ".part");
      write(entries, part);
      Files.move(part, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
    return jar;
  }

  private static SortedMap<String, byte[]> ofFolder(Path source, String prefix) throws IOException {
    SortedMap<String, byte[]> entries = new TreeMap<>();
    try (Stream<Path> files = Files.walk(source.resolve(prefix))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        entries.put(source.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return entries;
  }

  private static SortedMap<String, byte[]> ofJar(Path source, String prefix) throws IOException {
    SortedMap<String, byte[]> entries = new TreeMap<>();
    try (ZipFile jar = new ZipFile(source.toFile())) {
      for (ZipEntry entry : new ArrayList<>(jar.stream().toList())) {
        if (entry.getName().startsWith(prefix) && !entry.isDirectory()) {
          entries.put(entry.getName(), jar.getInputStream(entry).readAllBytes());
        }
      }
    }
    return entries;
  }

  private static void write(SortedMap<String, byte[]> entries, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(1);
      for (var entry : entries.entrySet()) {
        ZipEntry header = new ZipEntry(entry.getKey());
        header.setTime(0);
        zip.putNextEntry(header);
        zip.write(entry.getValue());
      }
    }
  }
}
