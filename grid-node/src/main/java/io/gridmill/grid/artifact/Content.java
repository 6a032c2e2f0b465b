package io.gridmill.grid.artifact;

import java.util.List;

/**
 * Which chunks make up content.
 *
 * @param segments who wrote which chunks; of two that start at the same chunk the later counts
 * @param chunks how many there are
 * @param chunkSize how many bytes each has; the last of whole content may have fewer
 */
record Content(List<Segment> segments, int chunks, int chunkSize) {
  Content {
    segments = List.copyOf(segments);
  }

  /** The same chunks up to another number. */
  Content to(int number) {
    return new Content(segments, number, chunkSize);
  }

  /** How many chunks content of this many bytes has. */
  int count(long size) {
    return Math.toIntExact(Math.ceilDiv(size, chunkSize));
  }

  /** Where the chunk of this number starts. */
  long offset(int number) {
    return (long) number * chunkSize;
  }

  /** The key of the chunk of this number, for all that there are. */
  Chunk.Key key(int number) {
    for (int i = segments.size() - 1; i > 0; i--) {
      if (segments.get(i).first() <= number) {
        return new Chunk.Key(segments.get(i).writer(), number);
      }
    }
    return new Chunk.Key(segments.getFirst().writer(), number);
  }

  /** Whether this chunk is part of the content. */
  boolean has(Chunk.Key key) {
    return key.number() < chunks && key(key.number()).equals(key);
  }

  /** The number of the chunk after a segment's last one. */
  int end(int segment) {
    return segment + 1 < segments.size() ? segments.get(segment + 1).first() : chunks;
  }
}
