package io.gridmill.grid.exec;

import io.gridmill.grid.artifact.Lease;
import io.gridmill.grid.task.GivenInput;
import io.gridmill.grid.task.Interval;
import io.gridmill.grid.task.ItemRange;
import io.gridmill.grid.task.Orders;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskResult;
import io.gridmill.job.ArraySpec;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.RawJson;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.runtime.CombinedRange;
import io.gridmill.job.wire.Wire;
import io.gridmill.worker.protocol.Frame;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** Brings what assignments need to the node, into folders of their own. */
final class Preparation {
  private static final String INPUT = "in/";
  private static final String CHECKPOINT = "checkpoint";
  private static final String ITEMS = "items";
  private static final String RESULT = "result-";

  private final RunnerParts parts;
  private final Path folder;
  private final AtomicLong number = new AtomicLong();

  /**
   * @param folder where assignments get their folders
   */
  Preparation(RunnerParts parts, Path folder) {
    this.parts = parts;
    this.folder = folder;
  }

  /** Whether there is nothing to bring. */
  static boolean needsNothing(Orders.Order order) {
    TaskSpec spec = order.spec();
    return spec.inputs().isEmpty()
        && order.given().isEmpty()
        && order.checkpoint() == null
        && order.part() != Orders.Part.REDUCE
        && order.part() != Orders.Part.COMPARE
        && order.part() != Orders.Part.COMBINE
        && (spec.array() == null || spec.array().items() == null)
        && spec.work() instanceof io.gridmill.job.Work.Java;
  }

  /** A name in the folder that is not taken. */
  Path newFolder() {
    return folder.resolve("t" + number.incrementAndGet());
  }

  /**
   * Brings what an order needs.
   *
   * @throws GridException with FETCH_FAILED if something cannot be brought
   */
  Prepared prepare(Orders.Order order) {
    Path own = newFolder();
    Lease lease = parts.cache().fetchAll(artifacts(order));
    try {
      Files.createDirectories(own);
      Map<String, String> inputs = new HashMap<>();
      for (String name : order.spec().inputs().keySet()) {
        inputs.put(name, link(order, own, lease, name));
      }
      for (Map.Entry<String, GivenInput> given : order.given().entrySet()) {
        inputs.put(given.getKey(), given(order, own, lease, given.getKey(), given.getValue()));
      }
      Results results = results(order, own.resolve("results"));
      return new Prepared(
          lease,
          own,
          inputs,
          order.checkpoint() == null
              ? null
              : Checkpoints.unpack(file(lease, CHECKPOINT), own.resolve(CHECKPOINT)).toString(),
          lease.files().containsKey(ITEMS) ? file(lease, ITEMS).toString() : null,
          results == null ? null : results.file(),
          results == null ? 0 : results.lines(),
          compared(order, own, lease));
    } catch (IOException | RuntimeException e) {
      lease.close();
      Trees.remove(own);
      if (e instanceof GridException known) {
        throw known;
      }
      throw new GridException(
          ErrorCode.FETCH_FAILED, "the task's files could not be laid out: " + e, e);
    }
  }

  private static String link(Orders.Order order, Path own, Lease lease, String name)
      throws IOException {
    Path link = inputFolder(order, own).resolve(name);
    Files.createSymbolicLink(link, file(lease, INPUT + name));
    return link.toString();
  }

  /** Lays out what another task left behind. */
  private String given(Orders.Order order, Path own, Lease lease, String name, GivenInput given)
      throws IOException {
    if (given.ref() != null) {
      return link(order, own, lease, name);
    }
    Path file = inputFolder(order, own).resolve(name);
    if (given.json() != null) {
      Files.writeString(file, given.json().json());
    } else if (given.itemsOf() != null) {
      results(given.itemsOf(), file);
    }
    return file.toString();
  }

  /** Lays out results that are to be compared. */
  private static List<Frame.ResultFiles> compared(Orders.Order order, Path own, Lease lease)
      throws IOException {
    List<Frame.ResultFiles> files = new ArrayList<>();
    for (TaskResult result : comparedBy(order)) {
      String name = RESULT + files.size();
      Path json = result.ref() == null ? null : file(lease, name);
      if (result.inline() != null) {
        json = Files.writeString(own.resolve(name), result.inline().json());
      }
      Map<String, String> outputs = new HashMap<>();
      for (String output : result.outputs().keySet()) {
        outputs.put(output, file(lease, name + "/" + output).toString());
      }
      files.add(new Frame.ResultFiles(json == null ? null : json.toString(), outputs));
    }
    return files;
  }

  private static List<TaskResult> comparedBy(Orders.Order order) {
    return order.compared() == null ? List.of() : order.compared();
  }

  private static Map<String, ArtifactRef> artifacts(Orders.Order order) {
    Map<String, ArtifactRef> wanted = new HashMap<>();
    int number = 0;
    for (TaskResult result : comparedBy(order)) {
      String name = RESULT + number++;
      if (result.ref() != null) {
        wanted.put(name, result.ref());
      }
      result.outputs().forEach((output, ref) -> wanted.put(name + "/" + output, ref));
    }
    order.spec().inputs().forEach((name, ref) -> wanted.put(INPUT + name, ref));
    order
        .given()
        .forEach(
            (name, given) -> {
              if (given.ref() != null) {
                wanted.put(INPUT + name, given.ref());
              }
            });
    if (order.checkpoint() != null) {
      wanted.put(CHECKPOINT, order.checkpoint());
    }
    if (order.part() == Orders.Part.ITEMS
        && order.spec().array() != null
        && order.spec().array().items() != null) {
      wanted.put(ITEMS, order.spec().array().items());
    }
    return wanted;
  }

  private static Path file(Lease lease, String name) {
    Path file = lease.files().get(name);
    if (file == null) {
      throw new IllegalStateException(name + " was not fetched");
    }
    return file;
  }

  /** Commands find their input files where they work, jobs in a folder beside. */
  private static Path inputFolder(Orders.Order order, Path own) throws IOException {
    boolean command = order.spec().work() instanceof io.gridmill.job.Work.Command;
    return command
        ? Files.createDirectories(own.resolve("work"))
        : Files.createDirectories(own.resolve("in"));
  }

  /** Results that are to be reduced or combined. */
  private record Results(Path file, long lines) {}

  private @Nullable Results results(Orders.Order order, Path file) throws IOException {
    ArraySpec array = order.spec().array();
    if (array == null) {
      return null;
    }
    return switch (order.part()) {
      case REDUCE ->
          array.combine()
              ? combined(order.task(), new Interval(0, array.count()), true, file)
              : new Results(results(order.task(), file), array.count());
      case COMBINE -> {
        io.gridmill.grid.task.Lease lease =
            Objects.requireNonNull(order.lease(), "an order for items has a lease");
        yield combined(order.task(), new Interval(lease.from(), lease.to()), false, file);
      }
      case ONCE, ITEMS, COMPARE -> null;
    };
  }

  /**
   * Writes what was combined of an array's items, a line for each range that gave something.
   *
   * @param bare without saying of which items it is
   */
  private Results combined(TaskId array, Interval wanted, boolean bare, Path file)
      throws IOException {
    long lines = 0;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      for (ItemRange range : parts.board().combined(task(array), wanted)) {
        String line = line(range);
        if (!line.isEmpty()) {
          var part = new CombinedRange(range.from(), range.to(), new RawJson(line));
          out.write(bare ? line.getBytes(StandardCharsets.UTF_8) : Wire.bytes(part));
          out.write('\n');
          lines++;
        }
      }
    }
    return new Results(file, lines);
  }

  private String line(ItemRange range) throws IOException {
    byte[] line = range.lines();
    if (range.ref() != null) {
      try (InputStream in = parts.artifacts().open(range.ref())) {
        line = in.readAllBytes();
      }
    }
    return new String(line, StandardCharsets.UTF_8).strip();
  }

  private Task task(TaskId id) {
    return parts
        .board()
        .get(id)
        .orElseThrow(
            () ->
                new GridException(ErrorCode.FETCH_FAILED, "task " + id + " is not there any more"));
  }

  /** Writes the results of all items of an array, a line for each. */
  private Path results(TaskId array, Path file) throws IOException {
    Task task = task(array);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      parts.board().results(task).writeTo(out, parts.artifacts()::open);
    }
    return file;
  }

  /**
   * Brings the jars of a class path.
   *
   * @throws GridException with FETCH_FAILED, or with BAD_JAR if one is no jar
   */
  Lease classPath(List<ArtifactRef> jars) {
    Map<String, ArtifactRef> wanted = new HashMap<>();
    jars.forEach(jar -> wanted.put(jar.sha256(), jar));
    Lease lease = parts.cache().fetchAll(wanted);
    for (ArtifactRef jar : jars) {
      String fault = fault(file(lease, jar.sha256()));
      if (fault != null) {
        lease.close();
        throw new GridException(
            ErrorCode.BAD_JAR,
            "artifact %s of the class path is no jar: %s".formatted(jar.sha256(), fault));
      }
    }
    return lease;
  }

  private static @Nullable String fault(Path jar) {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.size() == 0 ? "it is empty" : null;
    } catch (ZipException e) {
      return String.valueOf(e.getMessage());
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** The paths of a class path, in its order. */
  static List<Path> paths(List<ArtifactRef> jars, Lease lease) {
    List<Path> paths = new ArrayList<>(jars.size());
    jars.forEach(jar -> paths.add(file(lease, jar.sha256())));
    return paths;
  }

  /** Lets go of what an assignment needed. */
  static void release(Prepared prepared) {
    if (prepared.lease() != null) {
      prepared.lease().close();
    }
    if (prepared.folder() != null) {
      Trees.remove(prepared.folder());
    }
  }
}
