package io.gridmill.grid.artifact;

import io.gridmill.grid.store.Column;
import io.gridmill.grid.store.RowUpdate;
import io.gridmill.grid.store.Schema;
import io.gridmill.job.ArtifactRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chunks that are not, or not yet, those of a blob. Every chunk in the grid belongs to a blob or to
 * an upload, so that none is forgotten when a process ends halfway.
 *
 * @param id names the upload
 * @param owner whose it is, if it can be resumed; null if it ends with its stream
 * @param ref what the content is, once that is known; promised by the owner of one that can be
 *     resumed
 * @param content the whole chunks that have arrived without a gap; the last writer is the one that
 *     may add to them
 * @param dropped whether the chunks are to be removed, but for those of a blob of the same content
 * @param touchedAt when it last got on
 */
record Upload(
    String id,
    @Nullable String owner,
    @Nullable ArtifactRef ref,
    Content content,
    boolean dropped,
    Instant touchedAt) {
  static final Schema<String, Upload> SCHEMA =
      new Schema<>(
          "uploads",
          id -> id,
          id -> id,
          Upload.class,
          1,
          List.of(
              Column.text("promise", Upload::sought).withIndex(),
              Column.number("touched", u -> u.touchedAt().toEpochMilli())),
          Schema.Placement.EVERYWHERE);

  private @Nullable String sought() {
    return owner == null || ref == null || dropped ? null : promise(owner, ref);
  }

  /** What an upload is found by when it is resumed. */
  static String promise(String owner, ArtifactRef ref) {
    return ref.sha256() + "/" + ref.size() + "/" + owner;
  }

  String writer() {
    return content.segments().getLast().writer();
  }

  /**
   * How an update ended.
   *
   * @param done whether it was made
   * @param upload the upload after it; null if it is gone
   */
  record Answer(boolean done, @Nullable Upload upload) {}

  /**
   * A step of an upload; it is refused if the upload is gone or dropped, has another number of
   * chunks, or (but for a new writer) another writer.
   *
   * @param writer who makes the step
   * @param takeOver whether that is a new writer, that adds to the chunks from now on
   * @param from how many chunks there must be
   * @param to how many chunks there are after it
   * @param ref what the content turned out to be, once it has ended
   */
  record Step(
      String writer, boolean takeOver, int from, int to, @Nullable ArtifactRef ref, Instant now) {}

  /** Makes a {@link Step}; one that has been made already is made. */
  static final class Advance implements RowUpdate<Upload, Step, Answer> {
    @Override
    public Class<Step> argumentType() {
      return Step.class;
    }

    @Override
    public Class<Answer> answerType() {
      return Answer.class;
    }

    @Override
    public Outcome<Upload, Answer> apply(@Nullable Upload row, Step step) {
      if (row == null || row.dropped()) {
        return new Outcome<>(row, new Answer(false, null));
      }
      boolean mine = row.writer().equals(step.writer());
      int chunks = row.content().chunks();
      if (mine && chunks == step.to() && (step.ref() == null || step.ref().equals(row.ref()))) {
        return new Outcome<>(row, new Answer(true, row));
      }
      if (chunks != step.from() || mine == step.takeOver()) {
        return new Outcome<>(row, new Answer(false, row));
      }
      List<Segment> segments = new ArrayList<>(row.content().segments());
      if (step.takeOver()) {
        segments.add(new Segment(step.writer(), step.from()));
      }
      Content content = new Content(segments, step.to(), row.content().chunkSize());
      ArtifactRef ref = step.ref() == null ? row.ref() : step.ref();
      Upload next = new Upload(row.id(), row.owner(), ref, content, false, step.now());
      return new Outcome<>(next, new Answer(true, next));
    }
  }

  /** Notes that an upload is still wanted; refused if it is gone or dropped. */
  static final class Touch implements RowUpdate<Upload, Instant, Answer> {
    @Override
    public Class<Instant> argumentType() {
      return Instant.class;
    }

    @Override
    public Class<Answer> answerType() {
      return Answer.class;
    }

    @Override
    public Outcome<Upload, Answer> apply(@Nullable Upload row, Instant now) {
      if (row == null || row.dropped()) {
        return new Outcome<>(row, new Answer(false, null));
      }
      Upload next = new Upload(row.id(), row.owner(), row.ref(), row.content(), false, now);
      return new Outcome<>(next, new Answer(true, next));
    }
  }

  /** Drops an upload that has not got on since an instant. */
  static final class Drop implements RowUpdate<Upload, Instant, Answer> {
    @Override
    public Class<Instant> argumentType() {
      return Instant.class;
    }

    @Override
    public Class<Answer> answerType() {
      return Answer.class;
    }

    @Override
    public Outcome<Upload, Answer> apply(@Nullable Upload row, Instant before) {
      if (row == null || row.dropped() || !row.touchedAt().isBefore(before)) {
        return new Outcome<>(row, new Answer(row != null && row.dropped(), row));
      }
      Upload next =
          new Upload(row.id(), row.owner(), row.ref(), row.content(), true, row.touchedAt());
      return new Outcome<>(next, new Answer(true, next));
    }
  }

  /**
   * Ends an upload whose chunks are a blob's now: removes it, or drops it if there may be chunks of
   * former writers. Refused, by its writer, if there is another writer, or it is gone or dropped.
   */
  static final class Finish implements RowUpdate<Upload, String, Answer> {
    @Override
    public Class<String> argumentType() {
      return String.class;
    }

    @Override
    public Class<Answer> answerType() {
      return Answer.class;
    }

    @Override
    public Outcome<Upload, Answer> apply(@Nullable Upload row, String writer) {
      if (row == null || row.dropped() || !row.writer().equals(writer)) {
        return new Outcome<>(row, new Answer(false, row));
      }
      if (row.content().segments().size() == 1) {
        return new Outcome<>(null, new Answer(true, null));
      }
      Upload next =
          new Upload(row.id(), row.owner(), row.ref(), row.content(), true, row.touchedAt());
      return new Outcome<>(next, new Answer(true, next));
    }
  }
}
