package io.gridmill.e2e.jobs;

import io.gridmill.job.run.ResultComparator;
import java.util.Objects;

/** Takes answers for the same that differ in the tenth digit. */
public final class CloseAnswers implements ResultComparator<Answer> {
  @Override
  public boolean agree(RunResult<Answer> one, RunResult<Answer> other) {
    Answer a = Objects.requireNonNull(one.value());
    Answer b = Objects.requireNonNull(other.value());
    return Math.abs(a.value() - b.value()) < 1e-9 && a.text().equals(b.text());
  }
}
