package io.gridmill.worker;

import io.gridmill.worker.protocol.Frame;
import io.gridmill.worker.protocol.FrameConnection;
import io.gridmill.worker.protocol.RunMark;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Starts a worker. Arguments: the path of the node's socket, the worker's folder, and the jars of
 * the class path that are the job's; the first line of standard input is the token that the node
 * expects to hear.
 *
 * <p>One thread runs the jobs, this one listens. It ends the process when the node's end of the
 * channel closes, whatever the job may be doing.
 */
public final class WorkerMain {
  private static final int MOST_GATHERED = 1 << 20;

  private WorkerMain() {}

  public static void main(String[] args) throws IOException {
    if (args.length < 2) {
      System.err.println("arguments: " + args.length + " (expected: SOCKET FOLDER JAR...)");
      Runtime.getRuntime().halt(ExitCodes.NOT_STARTED);
    }
    String token = readLine();
    Path folder = Path.of(args[1]);
    RunMark mark = new RunMark(folder.resolve("mark"));
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(args[0]));
    FrameConnection node = new FrameConnection(channel, "node", MOST_GATHERED);
    node.send(new Frame.Hello(Frame.VERSION, token, ProcessHandle.current().pid()));

    Outbox outbox = new Outbox(node, mark, folder);
    JobOutput output = new JobOutput(outbox);
    System.setIn(InputStream.nullInputStream());
    output.install();
    Inbox inbox = new Inbox();
    JobClasses classes = new JobClasses(Stream.of(args).skip(2).map(Path::of).toList());
    WorkLoop loop =
        new WorkLoop(
            inbox, outbox, output, mark, classes, new JobAccelerator(), InstantSource.system());
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(
                    () -> {
                      mark.ending(RunMark.Ending.EXIT);
                      output.end();
                      node.flush(1, TimeUnit.SECONDS);
                    }));
    Thread.ofPlatform().name("job").start(() -> run(loop, node, mark));
    listen(node, inbox, loop, outbox);
  }

  private static String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = System.in.read(); c >= 0 && c != '\n'; c = System.in.read()) {
      line.append((char) c);
    }
    return line.toString();
  }

  private static void run(WorkLoop loop, FrameConnection node, RunMark mark) {
    int code = ExitCodes.FAILED;
    try {
      code = loop.run();
      node.flush(1, TimeUnit.SECONDS);
    } catch (OutOfMemoryError e) {
      mark.ending(RunMark.Ending.OUT_OF_MEMORY);
      code = ExitCodes.OUT_OF_MEMORY;
    } catch (RuntimeException | Error e) {
      mark.ending(RunMark.Ending.FAILED);
    } finally {
      Runtime.getRuntime().halt(code);
    }
  }

  private static void listen(FrameConnection node, Inbox inbox, WorkLoop loop, Outbox outbox) {
    try {
      while (true) {
        for (Frame frame : node.receive()) {
          switch (frame) {
            case Frame.Work work -> inbox.add(work);
            case Frame.Cancel cancel -> loop.cancel(cancel.key());
            case Frame.Yield ask -> loop.makeWay(ask.key());
            case Frame.TakeBack back ->
                outbox.send(new Frame.Returned(inbox.removeAll(back.keys())));
            case Frame.Stop _ -> inbox.stop();
            case Frame.FromWorker other ->
                throw new EOFException("a node does not say " + other.getClass().getSimpleName());
          }
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      throw outbox.lost();
    }
  }
}
