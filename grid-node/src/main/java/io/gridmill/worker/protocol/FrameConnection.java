package io.gridmill.worker.protocol;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One end of the channel between a node and a worker.
 *
 * <p>What is sent gathers while a thread of the connection writes what was sent before, so that
 * many small frames cost few system calls and a lone one waits for nothing. One thread at a time
 * may receive; any may send, interrupted or not.
 */
public final class FrameConnection implements AutoCloseable {
  private static final int SLICE = 64 << 10;
  private static final int KEPT = 1 << 20;

  /** How long what need not go at once may wait for more. */
  private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final SocketChannel channel;
  private final int mostGathered;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition gathers = lock.newCondition();
  private final Condition drained = lock.newCondition();
  private FrameOutput gathered = new FrameOutput();
  private FrameOutput writing = new FrameOutput();

  /** Whether something that has gathered is to go at once. */
  private boolean urgent;

  private boolean closed;
  private @Nullable IOException broken;
  private byte[] received = new byte[SLICE];
  private int filled;

  /**
   * Starts a connection over a channel that is connected and blocking.
   *
   * @param mostGathered how many bytes may wait to be written before {@link #send} waits, too
   */
  public FrameConnection(SocketChannel channel, String name, int mostGathered) {
    this.channel = channel;
    this.mostGathered = mostGathered;
    Thread.ofPlatform().daemon().name(name + "-writer").start(this::write);
  }

  /**
   * Sends a frame at once.
   *
   * @throws ProtocolException if it is too large; the connection stays as it was
   * @throws IOException if the connection is broken or closed
   */
  public void send(Frame frame) throws IOException {
    send(frame, true);
  }

  /** As {@link #send}, within a millisecond: together with what follows until then. */
  public void sendSoon(Frame frame) throws IOException {
    send(frame, false);
  }

  private void send(Frame frame, boolean now) throws IOException {
    lock.lock();
    try {
      while (gathered.size() > mostGathered && !closed) {
        drained.awaitUninterruptibly();
      }
      if (closed) {
        throw broken == null ? new ClosedChannelException() : new IOException(broken);
      }
      boolean first = gathered.size() == 0;
      FrameCodec.write(frame, gathered);
      if (first || (now && !urgent)) {
        gathers.signal();
      }
      urgent |= now;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until all that was sent is written, at most so long; tells whether it is. */
  public boolean flush(long timeout, TimeUnit unit) {
    long left = unit.toNanos(timeout);
    lock.lock();
    try {
      urgent = true;
      gathers.signal();
      while (gathered.size() + writing.size() > 0 && !closed && left > 0) {
        left = drained.awaitNanos(left);
      }
      return gathered.size() + writing.size() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void write() {
    try {
      while (swap()) {
        ByteBuffer bytes = ByteBuffer.wrap(writing.bytes(), 0, writing.size());
        int end = bytes.limit();
        while (bytes.position() < end) {
          // in slices, as each thread keeps a direct buffer of the largest write
          bytes.limit(Math.min(end, bytes.position() + SLICE));
          channel.write(bytes);
        }
      }
    } catch (IOException e) {
      close(e);
    }
  }

  /** Takes what has gathered; false if the connection was closed. */
  private boolean swap() {
    lock.lock();
    try {
      writing.clear();
      drained.signalAll();
      while (gathered.size() == 0 && !closed) {
        gathers.awaitUninterruptibly();
      }
      awaitMore();
      urgent = false;
      FrameOutput full = gathered;
      gathered = writing;
      writing = full;
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a moment, unless what has gathered is to go at once, or is much. */
  private void awaitMore() {
    long end = System.nanoTime() + SOON_NANOS;
    for (long left = SOON_NANOS;
        left > 0 && !urgent && !closed && gathered.size() < SLICE;
        left = end - System.nanoTime()) {
      try {
        left = gathers.awaitNanos(left);
      } catch (InterruptedException e) {
        urgent = true; // nobody interrupts the writer; if somebody does, it goes on at once
      }
    }
  }

  /**
   * Waits for frames, and returns all that have arrived.
   *
   * @throws EOFException if the other side has closed the connection
   * @throws ProtocolException if it sent bytes that are no frame
   */
  public List<Frame> receive() throws IOException {
    List<Frame> frames = new ArrayList<>();
    int taken = take(frames);
    while (frames.isEmpty()) {
      keep(taken);
      int room = Math.min(SLICE, received.length - filled);
      int read = channel.read(ByteBuffer.wrap(received, filled, room));
      if (read < 0) {
        throw new EOFException("the other side has closed the connection");
      }
      filled += read;
      taken = take(frames);
    }
    keep(taken);
    return frames;
  }

  /** Reads the frames that are here in full; returns how many bytes they took. */
  private int take(List<Frame> frames) throws ProtocolException {
    int at = 0;
    while (filled - at >= 4) {
      int length = lengthAt(at);
      if (length > filled - at - 4) {
        break;
      }
      frames.add(FrameCodec.read(received, at + 4, at + 4 + length));
      at += 4 + length;
    }
    return at;
  }

  private int lengthAt(int at) throws ProtocolException {
    int length = ByteBuffer.wrap(received, at, 4).getInt();
    if (length < 1 || length > Frame.MAX_BYTES) {
      throw new ProtocolException(
          "frame: " + length + " bytes (expected: 1 to " + Frame.MAX_BYTES + ")");
    }
    return length;
  }

  /** Moves what was not taken to the front, and makes room: as bytes arrive, not as promised. */
  private void keep(int taken) {
    filled -= taken;
    if (filled == 0 && received.length > KEPT) {
      received = new byte[SLICE];
    } else {
      System.arraycopy(received, taken, received, 0, filled);
      if (filled == received.length) {
        received = Arrays.copyOf(received, 2 * filled);
      }
    }
  }

  private void close(@Nullable IOException reason) {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        broken = reason;
      }
      gathers.signalAll();
      drained.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      channel.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("the channel could not be closed", e);
    }
  }

  /** Ends the connection; what has gathered and is not written is lost. */
  @Override
  public void close() {
    close(null);
  }
}
