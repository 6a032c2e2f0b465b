package io.gridmill.worker.protocol;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.GridException;
import io.gridmill.job.Progress;
import io.gridmill.job.TaskId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes and reads frames; see the package for their form. */
final class FrameCodec {
  private static final int RUN = 1;
  private static final int RUN_ITEMS = 2;
  private static final int REDUCE = 3;
  private static final int CANCEL = 4;
  private static final int TAKE_BACK = 5;
  private static final int STOP = 6;
  private static final int YIELD = 7;
  private static final int COMPARE = 8;
  private static final int COMBINE = 9;
  private static final int HELLO = 32;
  private static final int LOG = 33;
  private static final int REPORT = 34;
  private static final int CHECKPOINT = 35;
  private static final int ITEMS = 36;
  private static final int DONE = 37;
  private static final int FAILED = 38;
  private static final int CANCELLED = 39;
  private static final int RETURNED = 40;

  private FrameCodec() {}

  /** Appends a frame with its length; if it is too large, nothing is appended. */
  static void write(Frame frame, FrameOutput out) throws ProtocolException {
    int start = out.size();
    out.fourBytes();
    fields(frame, out);
    int length = out.size() - start - 4;
    if (length > Frame.MAX_BYTES) {
      out.truncate(start);
      throw new ProtocolException(
          "frame: %s of %d bytes (expected: at most %d)"
              .formatted(frame.getClass().getSimpleName(), length, Frame.MAX_BYTES));
    }
    out.patch(start, length);
  }

  private static void fields(Frame frame, FrameOutput out) {
    switch (frame) {
      case Frame.Run f -> {
        call(RUN, f, out);
        out.optional(f.checkpoint(), FrameOutput::text);
      }
      case Frame.RunItems f -> {
        call(RUN_ITEMS, f, out);
        out.number(f.from());
        out.number(f.to());
        out.optional(f.items(), FrameOutput::text);
        out.number(f.tries());
        out.flag(f.combine());
      }
      case Frame.Combine f -> {
        call(COMBINE, f, out);
        out.number(f.from());
        out.number(f.to());
        out.text(f.parts());
        out.number(f.most());
      }
      case Frame.Reduce f -> {
        call(REDUCE, f, out);
        out.number(f.count());
        out.text(f.results());
        out.optional(f.checkpoint(), FrameOutput::text);
      }
      case Frame.Compare f -> {
        call(COMPARE, f, out);
        out.list(f.results(), FrameCodec::resultFiles);
      }
      case Frame.Cancel f -> keyed(CANCEL, f.key(), out);
      case Frame.Yield f -> keyed(YIELD, f.key(), out);
      case Frame.TakeBack f -> {
        out.octet(TAKE_BACK);
        out.numbers(f.keys(), Long::longValue);
      }
      case Frame.Stop _ -> out.octet(STOP);
      case Frame.Hello f -> {
        keyed(HELLO, f.version(), out);
        out.text(f.token());
        out.number(f.pid());
      }
      case Frame.Log f -> {
        keyed(LOG, f.key(), out);
        out.text(f.source().name());
        out.text(f.text());
      }
      case Frame.Report f -> {
        keyed(REPORT, f.key(), out);
        progress(f.progress(), out);
      }
      case Frame.Checkpoint f -> {
        keyed(CHECKPOINT, f.key(), out);
        payload(out, f.state());
      }
      case Frame.Items f -> {
        keyed(ITEMS, f.key(), out);
        out.number(f.from());
        out.number(f.to());
        payload(out, f.lines());
        out.number(f.failed());
        out.octets(f.failedBits());
        out.list(f.errors(), FrameCodec::itemFailed);
      }
      case Frame.Done f -> {
        keyed(DONE, f.key(), out);
        out.number(f.nanos());
        out.optional(f.result(), FrameCodec::payload);
        out.list(f.outputs(), FrameOutput::text);
      }
      case Frame.Failed f -> {
        keyed(FAILED, f.key(), out);
        out.number(f.nanos());
        failure(out, f.failure());
        out.flag(f.spent());
      }
      case Frame.Cancelled f -> {
        keyed(CANCELLED, f.key(), out);
        out.number(f.nanos());
      }
      case Frame.Returned f -> {
        out.octet(RETURNED);
        out.numbers(f.keys(), Long::longValue);
      }
    }
  }

  /** Reads the fields of a frame, its kind first and its length already read. */
  static Frame read(byte[] bytes, int from, int end) throws ProtocolException {
    FrameInput in = new FrameInput(bytes, from, end);
    try {
      Frame frame = fields(in);
      in.done();
      return frame;
    } catch (GridException e) {
      throw new ProtocolException(String.valueOf(e.getMessage()));
    }
  }

  private static Frame fields(FrameInput in) throws ProtocolException {
    int kind = in.octet();
    return switch (kind) {
      case RUN -> new Frame.Run(in.count(), call(in), in.optional(FrameInput::text));
      case RUN_ITEMS ->
          new Frame.RunItems(
              in.count(),
              call(in),
              in.count(),
              in.count(),
              in.optional(FrameInput::text),
              in.small(),
              in.flag());
      case COMBINE ->
          new Frame.Combine(in.count(), call(in), in.count(), in.count(), in.text(), in.small());
      case REDUCE ->
          new Frame.Reduce(
              in.count(), call(in), in.count(), in.text(), in.optional(FrameInput::text));
      case COMPARE -> new Frame.Compare(in.count(), call(in), in.list(FrameCodec::resultFiles));
      case CANCEL -> new Frame.Cancel(in.count());
      case YIELD -> new Frame.Yield(in.count());
      case TAKE_BACK -> new Frame.TakeBack(in.list(FrameInput::count));
      case STOP -> new Frame.Stop();
      case HELLO -> new Frame.Hello(in.small(), in.text(), in.count());
      case LOG -> new Frame.Log(in.count(), in.oneOf(Frame.Source.class), in.text());
      case REPORT -> new Frame.Report(in.count(), progress(in));
      case CHECKPOINT -> new Frame.Checkpoint(in.count(), payload(in));
      case ITEMS ->
          new Frame.Items(
              in.count(),
              in.count(),
              in.count(),
              payload(in),
              in.count(),
              in.octets(),
              in.list(FrameCodec::itemFailed));
      case DONE ->
          new Frame.Done(
              in.count(), in.count(), in.optional(FrameCodec::payload), in.list(FrameInput::text));
      case FAILED -> new Frame.Failed(in.count(), in.count(), failure(in), in.flag());
      case CANCELLED -> new Frame.Cancelled(in.count(), in.count());
      case RETURNED -> new Frame.Returned(in.list(FrameInput::count));
      default -> throw new ProtocolException("frame: kind " + kind + " (expected: a known one)");
    };
  }

  private static void keyed(int kind, long key, FrameOutput out) {
    out.octet(kind);
    out.number(key);
  }

  private static void call(int kind, Frame.Work work, FrameOutput out) {
    keyed(kind, work.key(), out);
    JobCall call = work.call();
    out.text(call.task().value());
    out.number(call.attempt());
    out.text(call.className());
    out.optional(call.input(), FrameOutput::text);
    paths(call.inputs(), out);
    out.text(call.folder());
  }

  private static void paths(Map<String, String> byName, FrameOutput out) {
    out.number(byName.size());
    byName.forEach(
        (name, path) -> {
          out.text(name);
          out.text(path);
        });
  }

  private static void resultFiles(FrameOutput out, Frame.ResultFiles files) {
    out.optional(files.json(), FrameOutput::text);
    paths(files.outputs(), out);
  }

  private static Frame.ResultFiles resultFiles(FrameInput in) throws ProtocolException {
    return new Frame.ResultFiles(in.optional(FrameInput::text), inputs(in));
  }

  private static JobCall call(FrameInput in) throws ProtocolException {
    return new JobCall(
        new TaskId(in.text()),
        in.small(),
        in.text(),
        in.optional(FrameInput::text),
        inputs(in),
        in.text());
  }

  private static Map<String, String> inputs(FrameInput in) throws ProtocolException {
    List<Map.Entry<String, String>> entries = in.list(i -> Map.entry(i.text(), i.text()));
    if (entries.isEmpty()) {
      return Map.of();
    }
    Map<String, String> inputs = new HashMap<>();
    for (Map.Entry<String, String> entry : entries) {
      if (inputs.put(entry.getKey(), entry.getValue()) != null) {
        throw new ProtocolException("input " + entry.getKey() + ": named twice");
      }
    }
    return inputs;
  }

  private static void progress(Progress progress, FrameOutput out) {
    out.number(progress.done());
    out.number(progress.total());
    out.number(progress.failed());
    out.optional(progress.note(), FrameOutput::text);
  }

  private static Progress progress(FrameInput in) throws ProtocolException {
    return new Progress(in.count(), in.count(), in.count(), in.optional(FrameInput::text));
  }

  private static void payload(FrameOutput out, Payload payload) {
    switch (payload) {
      case Payload.Inline inline -> {
        out.flag(false);
        out.octets(inline.bytes());
      }
      case Payload.InFile file -> {
        out.flag(true);
        out.text(file.path());
      }
    }
  }

  private static Payload payload(FrameInput in) throws ProtocolException {
    return in.flag() ? new Payload.InFile(in.text()) : new Payload.Inline(in.octets());
  }

  private static void failure(FrameOutput out, Failure failure) {
    out.text(failure.code().name());
    out.text(failure.message());
    out.optional(failure.detail(), FrameOutput::text);
  }

  private static Failure failure(FrameInput in) throws ProtocolException {
    return new Failure(in.oneOf(ErrorCode.class), in.text(), in.optional(FrameInput::text));
  }

  private static void itemFailed(FrameOutput out, Frame.ItemFailed failed) {
    out.number(failed.item());
    failure(out, failed.failure());
  }

  private static Frame.ItemFailed itemFailed(FrameInput in) throws ProtocolException {
    return new Frame.ItemFailed(in.count(), failure(in));
  }
}
