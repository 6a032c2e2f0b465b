package io.gridmill.grid.artifact;

import io.gridmill.grid.store.Column;
import io.gridmill.grid.store.RowUpdate;
import io.gridmill.grid.store.Schema;
import io.gridmill.job.ArtifactRef;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Content that is whole and verified: the row is put when it is, and never before.
 *
 * @param ref what the content is
 * @param content where its chunks are
 * @param createdAt when it was stored
 * @param usedAt when it was last read, or found to be there already, to the hour
 */
record Blob(ArtifactRef ref, Content content, Instant createdAt, Instant usedAt) {
  static final Schema<String, Blob> SCHEMA =
      new Schema<>(
          "blobs",
          sha256 -> sha256,
          sha256 -> sha256,
          Blob.class,
          1,
          List.of(Column.number("used", b -> b.usedAt().toEpochMilli())),
          Schema.Placement.EVERYWHERE);

  /** Notes that content was used; tells whether it is there. */
  static final class Touch implements RowUpdate<Blob, Instant, Boolean> {
    @Override
    public Class<Instant> argumentType() {
      return Instant.class;
    }

    @Override
    public Class<Boolean> answerType() {
      return Boolean.class;
    }

    @Override
    public Outcome<Blob, Boolean> apply(@Nullable Blob row, Instant now) {
      if (row == null || !row.usedAt().isBefore(now)) {
        return new Outcome<>(row, row != null);
      }
      return new Outcome<>(new Blob(row.ref(), row.content(), row.createdAt(), now), true);
    }
  }

  /** Takes content out, if it still is as the condition says; tells whether it did. */
  static final class Take implements RowUpdate<Blob, Take.Condition, Boolean> {
    /**
     * What the row must be.
     *
     * @param content where its chunks are
     * @param usedBefore it was used before this only; null if that does not matter
     */
    record Condition(Content content, @Nullable Instant usedBefore) {}

    @Override
    public Class<Condition> argumentType() {
      return Condition.class;
    }

    @Override
    public Class<Boolean> answerType() {
      return Boolean.class;
    }

    @Override
    public Outcome<Blob, Boolean> apply(@Nullable Blob row, Condition condition) {
      boolean taken =
          row != null
              && row.content().equals(condition.content())
              && (condition.usedBefore() == null || row.usedAt().isBefore(condition.usedBefore()));
      return new Outcome<>(taken ? null : row, taken);
    }
  }
}
