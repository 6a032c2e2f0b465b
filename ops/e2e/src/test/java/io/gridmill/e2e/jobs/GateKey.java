package io.gridmill.e2e.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * What a job waits with until the test lets it go on: the port of the test's gate.
 *
 * <p>So a test knows that its job runs, and in which process, and nothing depends on how fast.
 */
public record GateKey(int port) {
  /** Tells the gate who is here, and returns when it lets this pass. Ends when interrupted. */
  public void pass(String what, int attempt) throws IOException {
    InetSocketAddress gate = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (SocketChannel channel = SocketChannel.open(gate)) {
      String name = ProcessHandle.current().pid() + " " + attempt + " " + what + "\n";
      ByteBuffer bytes = ByteBuffer.wrap(name.getBytes(UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      if (channel.read(ByteBuffer.allocate(1)) != 1) {
        throw new IOException("the gate was closed");
      }
    }
  }
}
