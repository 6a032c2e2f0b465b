package io.gridmill.job.client;

import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Brings the jar or directory that a job's class was loaded from into the artifact store, once for
 * each.
 *
 * <p>A directory becomes a jar whose bytes depend on nothing but its files: in the order of their
 * names, not compressed, of one date. So the same classes are the same artifact, whoever sends
 * them.
 */
final class ClassPathRoots {
  private static final LocalDateTime DATE = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final Artifacts artifacts;
  private final Map<Path, ArtifactRef> sent = new ConcurrentHashMap<>();

  ClassPathRoots(Artifacts artifacts) {
    this.artifacts = artifacts;
  }

  ArtifactRef of(Class<?> job) {
    Path root = root(job);
    ArtifactRef known = sent.get(root);
    if (known != null) {
      return known;
    }
    try {
      ArtifactRef ref = send(root);
      sent.put(root, ref);
      return ref;
    } catch (IOException e) {
      throw new GridException(
          ErrorCode.INVALID_ARGUMENT, "job: the classes at " + root + " cannot be read: " + e, e);
    }
  }

  private ArtifactRef send(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      return artifacts.upload(() -> Files.newInputStream(root), UploadProgress.NONE);
    }
    byte[] jar = pack(root);
    return artifacts.upload(() -> new java.io.ByteArrayInputStream(jar), UploadProgress.NONE);
  }

  private static Path root(Class<?> job) {
    CodeSource source = job.getProtectionDomain().getCodeSource();
    if (source == null || !"file".equals(source.getLocation().getProtocol())) {
      throw GridException.invalid("job", job.getName(), "a class from a jar or directory");
    }
    return Path.of(java.net.URI.create(source.getLocation().toString()));
  }

  static byte[] pack(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    List<String> names =
        files.stream()
            .map(f -> directory.relativize(f).toString().replace('\\', '/'))
            .sorted()
            .toList();
    ByteArrayOutputStream jar = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(jar)) {
      for (String name : names) {
        byte[] content = Files.readAllBytes(directory.resolve(name));
        zip.putNextEntry(entry(name, content));
        zip.write(content);
      }
    }
    return jar.toByteArray();
  }

  private static ZipEntry entry(String name, byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    entry.setTimeLocal(DATE);
    return entry;
  }
}
