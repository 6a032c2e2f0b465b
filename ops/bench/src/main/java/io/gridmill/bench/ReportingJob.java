package io.gridmill.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gridmill.job.run.GridJob;
import io.gridmill.job.run.JobContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Reports that it runs, and goes on when it is told to. */
public final class ReportingJob implements GridJob<ReportingJob.Post, Integer> {

  /** Where it reports, as what. */
  public record Post(int port, String name) {}

  @Override
  public Integer run(Post post, JobContext context) throws IOException {
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), post.port());
    try (SocketChannel channel = SocketChannel.open(address)) {
      String line =
          ProcessHandle.current().pid() + " " + context.attempt() + " " + post.name() + "\n";
      ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      if (channel.read(ByteBuffer.allocate(1)) != 1) {
        throw new IOException("nobody waits for the report any more");
      }
    }
    return context.attempt();
  }
}
