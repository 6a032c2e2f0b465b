package io.gridmill.worker.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FrameConnectionTest {
  @TempDir Path folder;
  private SocketChannel here;
  private SocketChannel there;

  @BeforeEach
  void connect() throws IOException {
    var address = UnixDomainSocketAddress.of(folder.resolve("s"));
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(address);
      here = SocketChannel.open(address);
      there = server.accept();
    }
  }

  @AfterEach
  void disconnect() throws IOException {
    here.close();
    there.close();
  }

  private static Frame log(int n) {
    return new Frame.Log(n, Frame.Source.OUT, "line " + n + " " + "x".repeat(n % 500));
  }

  @Test
  void bringsFramesInTheirOrder() throws IOException {
    try (FrameConnection from = new FrameConnection(here, "from", 1 << 20);
        FrameConnection to = new FrameConnection(there, "to", 1 << 20)) {
      var sent =
          CompletableFuture.runAsync(
              () -> {
                for (int n = 0; n < 20_000; n++) {
                  send(from, log(n));
                }
              });
      List<Frame> frames = new ArrayList<>();
      while (frames.size() < 20_000) {
        frames.addAll(to.receive());
      }
      sent.join();
      for (int n = 0; n < 20_000; n++) {
        assertThat(frames.get(n)).isEqualTo(log(n));
      }
      assertThat(from.flush(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void send(FrameConnection to, Frame frame) {
    try {
      to.send(frame);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void bringsFramesOfTheLargestSize() throws IOException {
    try (FrameConnection from = new FrameConnection(here, "from", 1 << 30);
        FrameConnection to = new FrameConnection(there, "to", 1 << 20)) {
      var large = new Frame.Log(1, Frame.Source.LOG, "y".repeat(Frame.MAX_BYTES - 20));
      from.send(large);
      from.send(new Frame.Stop());
      List<Frame> frames = new ArrayList<>(to.receive());
      while (frames.size() < 2) {
        frames.addAll(to.receive());
      }
      assertThat(frames).containsExactly(large, new Frame.Stop());
    }
  }

  @Test
  void makesASenderWaitForAReceiverThatIsSlow() throws IOException {
    try (FrameConnection from = new FrameConnection(here, "from", 1 << 16);
        FrameConnection to = new FrameConnection(there, "to", 1 << 16)) {
      var sent =
          CompletableFuture.runAsync(
              () -> {
                for (int n = 0; n < 50_000; n++) {
                  send(from, log(n));
                }
              });
      assertThatThrownBy(() -> sent.get(300, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      for (int n = 0; n < 50_000; ) {
        n += to.receive().size();
      }
      sent.join();
    }
  }

  @Test
  void tellsThatTheOtherSideHasGone() throws IOException {
    try (FrameConnection to = new FrameConnection(there, "to", 1 << 20)) {
      here.write(ByteBuffer.wrap(new byte[] {0, 0, 0, 9, 33}));
      here.close();
      assertThatThrownBy(to::receive).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void refusesALengthThatNoFrameHas() throws IOException {
    try (FrameConnection to = new FrameConnection(there, "to", 1 << 20)) {
      here.write(ByteBuffer.wrap(new byte[] {0x7f, 0, 0, 0}));
      assertThatThrownBy(to::receive)
          .isInstanceOf(ProtocolException.class)
          .hasMessage("frame: 2130706432 bytes (expected: 1 to 16777216)");
    }
  }

  @Test
  void endsOnRandomBytesWithAnErrorAndDoesNotHang() throws IOException {
    try (FrameConnection to = new FrameConnection(there, "to", 1 << 20)) {
      byte[] noise = new byte[1 << 16];
      new Random(7).nextBytes(noise);
      here.write(ByteBuffer.wrap(noise));
      here.close();
      assertThatThrownBy(
              () -> {
                while (true) {
                  to.receive();
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void refusesToSendOnceClosed() {
    FrameConnection from = new FrameConnection(here, "from", 1 << 20);
    from.close();
    assertThatThrownBy(() -> from.send(new Frame.Stop())).isInstanceOf(IOException.class);
  }
}
