package io.gridmill.job.runtime;

import io.gridmill.job.RawJson;
import io.gridmill.job.TaskId;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One attempt, as a job sees it.
 *
 * @param attempt 1 being the first
 * @param input the task's input; null if it has none
 * @param inputs its input files, by name
 * @param outputFolder the folder for its output files; made when the first is asked for
 * @param checkpoint what an earlier attempt saved; null if nothing
 * @param clock the time that the job is shown
 */
@SuppressWarnings("ArrayRecordComponent")
public record TaskRun(
    TaskId taskId,
    int attempt,
    @Nullable RawJson input,
    Map<String, Path> inputs,
    Path outputFolder,
    byte @Nullable [] checkpoint,
    InstantSource clock) {}
