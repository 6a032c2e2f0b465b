package io.gridmill.job.client;

import io.gridmill.job.ArraySpec;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.RawJson;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.Work;
import io.gridmill.job.runtime.JobClass;
import io.gridmill.job.runtime.JobFailure;
import io.gridmill.job.wire.Wire;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes tasks of job classes: checks the class here, and brings along what it was loaded from. */
final class JobSubmission {
  private final GridClient client;
  private final Artifacts artifacts;
  private final ClassPathRoots roots;

  JobSubmission(GridClient client, Artifacts artifacts) {
    this.client = client;
    this.artifacts = artifacts;
    this.roots = new ClassPathRoots(artifacts);
  }

  /** A class that is a job, as said by its kind. */
  static JobClass check(Class<?> type) {
    try {
      return JobClass.of(type);
    } catch (JobFailure e) {
      throw new GridException(e.failure().code(), e.failure().message());
    }
  }

  TaskHandle submit(
      JobClass job, @Nullable Object input, @Nullable ArraySpec array, Consumer<TaskOptions> more) {
    TaskOptions options = new TaskOptions();
    more.accept(options);
    List<ArtifactRef> classPath = new ArrayList<>();
    classPath.add(roots.of(job.type()));
    options.jars().forEach(jar -> classPath.add(upload("jar", jar)));
    Map.copyOf(options.files())
        .forEach((name, content) -> options.file(name, upload("file " + name, content)));
    RawJson json = input == null ? null : new RawJson(Wire.text(input));
    ArraySpec items =
        array != null && array.reduce() && job.isCombining() ? array.combining() : array;
    TaskSpec spec = options.spec(new Work.Java(classPath, job.type().getName()), items, json);
    String key = options.idempotencyKey();
    return client.submit(spec, key == null ? UUID.randomUUID().toString() : key);
  }

  private ArtifactRef upload(String what, ContentSource content) {
    try {
      return artifacts.upload(content, UploadProgress.NONE);
    } catch (IOException e) {
      throw new GridException(ErrorCode.INVALID_ARGUMENT, what + " cannot be read: " + e, e);
    }
  }

  ArraySpec items(List<?> items, boolean reduce) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (Object item : items) {
      lines.writeBytes(Wire.bytes(item));
      lines.write('\n');
    }
    byte[] content = lines.toByteArray();
    return new ArraySpec(
        items.size(), upload("items", () -> new ByteArrayInputStream(content)), reduce);
  }
}
