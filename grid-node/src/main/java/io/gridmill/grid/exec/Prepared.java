package io.gridmill.grid.exec;

import io.gridmill.grid.artifact.Lease;
import io.gridmill.worker.protocol.Frame;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files that an assignment needs, brought here.
 *
 * @param lease keeps them in the cache; null if there are none
 * @param folder the assignment's own folder, if it was made
 * @param inputs the paths of the input files, by name
 * @param checkpoint the path of what an earlier attempt saved
 * @param items the path of the lines of an array
 * @param results the path of the results of all items, to be reduced
 * @param resultLines how many lines these are
 * @param compared the files of results that are to be compared
 */
record Prepared(
    @Nullable Lease lease,
    @Nullable Path folder,
    Map<String, String> inputs,
    @Nullable String checkpoint,
    @Nullable String items,
    @Nullable Path results,
    long resultLines,
    List<Frame.ResultFiles> compared) {
  static final Prepared NOTHING =
      new Prepared(null, null, Map.of(), null, null, null, 0, List.of());
}
