/**
 * Runs jobs: the machinery between a worker process and a class that implements a job. Not exported
 * to consumers; the worker and {@code LocalGrid} share it.
 *
 * <p>{@link io.gridmill.job.runtime.JobClass} finds and checks the class, {@link
 * io.gridmill.job.runtime.RunContext} is what the job is given, {@link
 * io.gridmill.job.runtime.JobRunner} runs it once, {@link io.gridmill.job.runtime.ArrayRunner} runs
 * ranges of items. Whatever goes wrong on the job's side is a {@link
 * io.gridmill.job.runtime.JobFailure}.
 */
@NullMarked
package io.gridmill.job.runtime;

import org.jspecify.annotations.NullMarked;
