package io.gridmill.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Small disks in memory, one a folder, that can be filled up. */
final class Disks implements AutoCloseable {
  private static final String SIZE = "1g";
  private static final String FILLER = "filler";

  private final List<Path> mounted = new ArrayList<>();

  /** Puts a disk under a folder. */
  void mount(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    run("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "gridmill-chaos", folder.toString());
    mounted.add(folder);
  }

  /** Leaves no room on the disk of a folder. */
  static void fill(Path folder) throws IOException {
    byte[] block = new byte[1 << 20];
    try (var out = Files.newOutputStream(folder.resolve(FILLER))) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      if (Files.getFileStore(folder).getUsableSpace() > block.length) {
        throw full;
      }
    }
  }

  /** Makes room again. */
  static void free(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(FILLER));
  }

  private static void run(String... line) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IOException(List.of(line) + ": " + said);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      for (Path folder : mounted) {
        run("umount", "-l", folder.toString());
      }
    } catch (InterruptedException e) {
      throw new IOException("interrupted while disks were removed", e);
    }
  }
}
