package io.gridmill.worker;

import io.gridmill.job.RawJson;
import io.gridmill.job.runtime.ComparatorRunner;
import io.gridmill.job.runtime.JobClass;
import io.gridmill.job.runtime.JobFailure;
import io.gridmill.job.runtime.RunContext;
import io.gridmill.worker.protocol.Frame;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The job classes of a worker's class path, each checked once. */
final class JobClasses {
  private final ClassLoader loader = JobClasses.class.getClassLoader();
  private final List<Path> jars;
  private final Map<String, JobClass> known = new HashMap<>();

  /**
   * @param jars the part of the class path that is the job's
   */
  JobClasses(List<Path> jars) {
    this.jars = List.copyOf(jars);
  }

  JobClass get(String className) throws JobFailure {
    JobClass found = known.get(className);
    if (found == null) {
      found = JobClass.load(className, loader, jars);
      known.put(className, found);
    }
    return found;
  }

  /** Has a comparator of the class path tell which results agree. */
  RawJson compare(Frame.Compare compare, RunContext context) throws JobFailure {
    List<ComparatorRunner.Candidate> candidates = new ArrayList<>();
    for (Frame.ResultFiles files : compare.results()) {
      Map<String, Path> outputs = new HashMap<>();
      files.outputs().forEach((name, path) -> outputs.put(name, Path.of(path)));
      String json = files.json();
      candidates.add(new ComparatorRunner.Candidate(json == null ? null : Path.of(json), outputs));
    }
    return ComparatorRunner.run(compare.call().className(), loader, jars, candidates, context);
  }
}
