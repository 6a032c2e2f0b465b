package io.gridmill.worker.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * What a worker is running right now, in a file that it maps into its memory.
 *
 * <p>Writing it costs nothing, and what was written stays when the process dies, however it dies;
 * so the node can tell the work that brought a worker down from the work before it, whose end was
 * not sent yet, and from the work behind it.
 */
public final class RunMark {
  private static final int SIZE = 16;

  private final MappedByteBuffer map;

  /** Makes the file. */
  public RunMark(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      map = channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE);
    }
  }

  /** Why a worker ended itself. */
  public enum Ending {
    /** It did not, as far as it knew. */
    NONE(0),
    /** The JVM was told to exit: by the job, or by a signal. */
    EXIT(1),
    /** There was no memory left to tell of it. */
    OUT_OF_MEMORY(2),
    /** The channel to the node was gone, or broken. */
    CHANNEL(3),
    /** Its own code failed. */
    FAILED(4);

    private final int code;

    Ending(int code) {
      this.code = code;
    }

    private static Ending of(int code) {
      for (Ending ending : values()) {
        if (ending.code == code) {
          return ending;
        }
      }
      return NONE;
    }
  }

  /**
   * What a mark said last.
   *
   * @param running the key of the work that was running; 0 if none was
   */
  public record Reading(long running, Ending ending) {}

  /** Notes the work that runs from now on; 0 for none. */
  public void running(long key) {
    map.putLong(0, key);
  }

  /** Notes why the worker is going to end. */
  public void ending(Ending ending) {
    map.putInt(8, ending.code);
  }

  /** Reads the mark that a worker left; null if it did not get so far as to make one. */
  public static @Nullable Reading read(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      if (bytes.length < SIZE) {
        return null;
      }
      ByteBuffer mark = ByteBuffer.wrap(bytes);
      return new Reading(mark.getLong(0), Ending.of(mark.getInt(8)));
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
