package io.gridmill.worker;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.Progress;
import io.gridmill.job.RawJson;
import io.gridmill.job.kernel.Accelerator;
import io.gridmill.job.run.JobLog;
import io.gridmill.job.runtime.ArrayRunner;
import io.gridmill.job.runtime.Items;
import io.gridmill.job.runtime.JobFailure;
import io.gridmill.job.runtime.JobRunner;
import io.gridmill.job.runtime.ResultPart;
import io.gridmill.job.runtime.RunContext;
import io.gridmill.job.runtime.RunEvents;
import io.gridmill.job.runtime.TaskRun;
import io.gridmill.worker.protocol.Frame;
import io.gridmill.worker.protocol.JobCall;
import io.gridmill.worker.protocol.LineStream;
import io.gridmill.worker.protocol.RunMark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs the work of an inbox, one piece after the other, on the thread that calls {@link #run}. */
final class WorkLoop implements RunEvents {
  private static final int MAX_TEXT = 16 << 10;
  private static final long CLOSE_ARRAY_AFTER_MILLIS = 2000;

  private final Inbox inbox;
  private final Outbox outbox;
  private final JobOutput output;
  private final RunMark mark;
  private final JobClasses classes;
  private final JobProgress progress;
  private final Supplier<Accelerator> accelerator;
  private final InstantSource clock;
  private final Object lock = new Object();
  private volatile long key;
  private long cancelled;
  private long yielding;
  private @Nullable RunContext context;
  private @Nullable OpenArray array;

  WorkLoop(
      Inbox inbox,
      Outbox outbox,
      JobOutput output,
      RunMark mark,
      JobClasses classes,
      Supplier<Accelerator> accelerator,
      InstantSource clock) {
    this.inbox = inbox;
    this.outbox = outbox;
    this.output = output;
    this.mark = mark;
    this.classes = classes;
    this.progress = new JobProgress(outbox);
    this.accelerator = accelerator;
    this.clock = clock;
  }

  /** Works until it is told to stop, or can work no more; returns the code to exit with. */
  int run() {
    try {
      while (!inbox.stopped()) {
        Frame.Work work = inbox.take(CLOSE_ARRAY_AFTER_MILLIS, TimeUnit.MILLISECONDS);
        if (work == null) {
          closeArray();
        } else if (!run(work)) {
          return ExitCodes.OUT_OF_MEMORY;
        }
      }
      closeArray();
      return ExitCodes.STOPPED;
    } catch (InterruptedException e) {
      throw new IllegalStateException("only jobs are interrupted", e);
    }
  }

  /** Stops this work, running or waiting; called from another thread. */
  void cancel(long work) {
    switch (inbox.remove(work)) {
      case WAITING -> outbox.send(new Frame.Cancelled(work, 0));
      case TAKEN -> {
        synchronized (lock) {
          cancelled = work;
          if (context != null && key == work) {
            context.cancel();
          }
        }
      }
      case GONE -> {} // its end is on the way
    }
  }

  /** Ends this work where it can go on elsewhere; called from another thread. */
  void makeWay(long work) {
    switch (inbox.remove(work)) {
      case WAITING -> outbox.send(new Frame.Cancelled(work, 0));
      case TAKEN -> {
        synchronized (lock) {
          yielding = work;
          if (context != null && key == work) {
            context.makeWay();
          }
        }
      }
      case GONE -> {} // its end is on the way
    }
  }

  /** Makes a context the one to cancel. */
  private RunContext use(RunContext next) {
    synchronized (lock) {
      context = next;
      if (cancelled == key) {
        next.cancel();
      }
      if (yielding == key) {
        next.makeWay();
      }
    }
    return next;
  }

  private void begin(long work) {
    synchronized (lock) {
      key = work;
      context = null;
    }
    mark.running(work);
    output.begin(work);
    progress.begin(work);
  }

  /** Runs one piece of work; tells whether the worker can run more. */
  private boolean run(Frame.Work work) {
    begin(work.key());
    long start = System.nanoTime();
    Frame.End end;
    try {
      end = runAny(work, start);
    } catch (JobFailure e) {
      end = failed(start, e.failure());
    } catch (CancellationException e) {
      end = new Frame.Cancelled(key, System.nanoTime() - start);
    } catch (IOException | RuntimeException e) {
      end = failed(start, Failure.of(ErrorCode.WORKER_CRASHED, "the worker failed: " + e));
    }
    Thread.interrupted(); // of a cancellation that came as the job ended
    output.end();
    progress.end();
    RunContext run = context;
    boolean wanted = end instanceof Frame.Done done && !done.outputs().isEmpty();
    if (!wanted && run != null && run.hasOutputFolder()) {
      Folders.removeIfThere(Path.of(work.call().folder()));
    }
    outbox.sendSoon(end, inbox.hasMore());
    mark.running(0);
    return !(end instanceof Frame.Failed failed && failed.spent());
  }

  private Frame.Failed failed(long start, Failure failure) {
    boolean spent = failure.code() == ErrorCode.OUT_OF_MEMORY;
    return new Frame.Failed(key, System.nanoTime() - start, cut(failure), spent);
  }

  static Failure cut(Failure failure) {
    String detail = failure.detail();
    return new Failure(failure.code(), cut(failure.message()), detail == null ? null : cut(detail));
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + LineStream.CUT;
  }

  private Frame.End runAny(Frame.Work work, long start) throws JobFailure, IOException {
    return switch (work) {
      case Frame.Run once -> {
        closeArray();
        RunContext run = use(context(once.call(), once.checkpoint()));
        RawJson result = JobRunner.run(classes.get(once.call().className()), run);
        yield done(start, result, run);
      }
      case Frame.RunItems items -> {
        yield items(start, open(items.call(), items.items()).run(items, outbox));
      }
      case Frame.Combine parts -> items(start, open(parts.call(), null).combine(parts, outbox));
      case Frame.Compare compare -> {
        closeArray();
        RunContext run = use(context(compare.call(), null));
        yield done(start, classes.compare(compare, run), run);
      }
      case Frame.Reduce reduce -> {
        closeArray();
        RunContext run = use(context(reduce.call(), reduce.checkpoint()));
        yield done(start, reduce(reduce, run), run);
      }
    };
  }

  private Frame.Done done(long start, RawJson result, RunContext run) {
    long nanos = System.nanoTime() - start;
    byte[] json = result.json().getBytes(StandardCharsets.UTF_8);
    return new Frame.Done(key, nanos, outbox.payload(json), List.copyOf(run.outputs().keySet()));
  }

  private Frame.End items(long start, boolean all) {
    long nanos = System.nanoTime() - start;
    return all ? new Frame.Done(key, nanos, null, List.of()) : new Frame.Cancelled(key, nanos);
  }

  private OpenArray open(JobCall call, @Nullable String lines) throws JobFailure, IOException {
    OpenArray open = array;
    if (open != null && open.serves(call)) {
      use(open.context());
      return open;
    }
    closeArray();
    RunContext run = use(context(call, null));
    Items items = lines == null ? Items.numbers() : Items.lines(Path.of(lines));
    ArrayRunner runner = ArrayRunner.open(classes.get(call.className()), items, run);
    open = new OpenArray(call, runner, run);
    array = open;
    return open;
  }

  private void closeArray() {
    OpenArray open = array;
    if (open != null) {
      array = null;
      open.close(output);
    }
  }

  private RawJson reduce(Frame.Reduce work, RunContext run) throws JobFailure {
    Path results = Path.of(work.results());
    try (ArrayRunner runner =
        ArrayRunner.open(classes.get(work.call().className()), Items.numbers(), run)) {
      return runner.reduce(
          List.of(new ResultPart(work.count(), () -> Files.newInputStream(results))));
    }
  }

  private RunContext context(JobCall call, @Nullable String checkpoint) throws IOException {
    Map<String, Path> inputs = new HashMap<>();
    call.inputs().forEach((name, path) -> inputs.put(name, Path.of(path)));
    return new RunContext(
        new TaskRun(
            call.task(),
            call.attempt(),
            call.input() == null ? null : new RawJson(call.input()),
            inputs,
            Path.of(call.folder()),
            checkpoint == null ? null : Files.readAllBytes(Path.of(checkpoint)),
            clock),
        this,
        accelerator);
  }

  @Override
  public void progress(Progress report) {
    progress.report(report);
  }

  @Override
  public void log(JobLog.Level level, String text) {
    output.log(level, text);
  }

  @Override
  public void checkpoint(byte[] state) {
    outbox.send(new Frame.Checkpoint(key, outbox.payload(state)));
    outbox.flush(); // so that it outlives a crash that follows
  }
}
