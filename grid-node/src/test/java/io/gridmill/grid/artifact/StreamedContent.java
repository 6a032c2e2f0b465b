package io.gridmill.grid.artifact;

import java.io.InputStream;
import java.util.Random;

/** Content of any size that is nowhere: no two mebibytes of it are the same. */
final class StreamedContent extends InputStream {
  private final byte[] block = new byte[1 << 20];
  private final long size;
  private long at;

  StreamedContent(long size) {
    this.size = size;
    new Random(1).nextBytes(block);
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) {
    if (at == size) {
      return -1;
    }
    int offset = (int) (at % block.length);
    if (offset == 0) {
      block[0] = (byte) (at >> 20);
      block[1] = (byte) (at >> 28);
    }
    int count = (int) Math.min(Math.min(length, block.length - offset), size - at);
    System.arraycopy(block, offset, into, from, count);
    at += count;
    return count;
  }
}
