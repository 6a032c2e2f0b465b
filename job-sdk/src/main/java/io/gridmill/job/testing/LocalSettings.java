package io.gridmill.job.testing;

import io.gridmill.job.Progress;
import io.gridmill.job.RetryPolicy;
import io.gridmill.job.kernel.Accelerator;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a test has asked for, for one task.
 *
 * @param attempt the number of its first attempt
 * @param checkpoint what an earlier attempt saved
 * @param loseAtCheckpoint the checkpoint at which the node is lost, 1 being the first; 0 for none
 */
@SuppressWarnings("ArrayRecordComponent")
record LocalSettings(
    SettableClock clock,
    Map<String, Path> inputs,
    RetryPolicy retry,
    int attempt,
    byte @Nullable [] checkpoint,
    int loseAtCheckpoint,
    Consumer<Progress> onProgress,
    Supplier<? extends Accelerator> accelerator) {}
