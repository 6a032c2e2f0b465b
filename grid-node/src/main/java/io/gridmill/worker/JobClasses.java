package io.gridmill.worker;

import io.gridmill.job.runtime.JobClass;
import io.gridmill.job.runtime.JobFailure;
import java.nio.file.Path;
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
}
