package io.gridmill.grid.delivery;

import io.gridmill.grid.store.RowUpdate;
import io.gridmill.job.client.DeliveryView.State;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The changes of a delivery's row; each answers whether it took place. */
final class Updates {
  private Updates() {}

  /** Stores a new delivery, if it was not owed before. */
  static final class Owe implements RowUpdate<Delivery, Delivery, Boolean> {
    @Override
    public Class<Delivery> argumentType() {
      return Delivery.class;
    }

    @Override
    public Class<Boolean> answerType() {
      return Boolean.class;
    }

    @Override
    public Outcome<Delivery, Boolean> apply(@Nullable Delivery row, Delivery owed) {
      return row == null ? new Outcome<>(owed, true) : new Outcome<>(row, false);
    }
  }

  /**
   * A wish to try a delivery.
   *
   * @param tries how many tries it had when it was seen to be due
   */
  record Claim(int tries, Instant now, Instant leaseEnd) {}

  static final class ClaimOne implements RowUpdate<Delivery, Claim, Boolean> {
    @Override
    public Class<Claim> argumentType() {
      return Claim.class;
    }

    @Override
    public Class<Boolean> answerType() {
      return Boolean.class;
    }

    @Override
    public Outcome<Delivery, Boolean> apply(@Nullable Delivery row, Claim claim) {
      return row != null && row.tries() == claim.tries && row.isDueAt(claim.now)
          ? new Outcome<>(row.claimed(claim.leaseEnd), true)
          : new Outcome<>(row, false);
    }
  }

  /**
   * The end of a try. News of an older try than the row's is dropped if it failed; if it arrived,
   * it counts all the same.
   */
  record End(int tries, @Nullable String error, Instant now) {}

  static final class Settle implements RowUpdate<Delivery, End, Boolean> {
    @Override
    public Class<End> argumentType() {
      return End.class;
    }

    @Override
    public Class<Boolean> answerType() {
      return Boolean.class;
    }

    @Override
    public Outcome<Delivery, Boolean> apply(@Nullable Delivery row, End end) {
      if (row == null || row.state() == State.DELIVERED) {
        return new Outcome<>(row, false);
      }
      if (end.error == null) {
        return new Outcome<>(row.delivered(end.now), true);
      }
      return row.state() == State.PENDING && row.tries() == end.tries
          ? new Outcome<>(row.failed(end.error, end.now), true)
          : new Outcome<>(row, false);
    }
  }

  /** Tries a dead delivery again, from the first wait on. */
  static final class Retry implements RowUpdate<Delivery, Instant, Boolean> {
    @Override
    public Class<Instant> argumentType() {
      return Instant.class;
    }

    @Override
    public Class<Boolean> answerType() {
      return Boolean.class;
    }

    @Override
    public Outcome<Delivery, Boolean> apply(@Nullable Delivery row, Instant now) {
      return row != null && row.state() == State.DEAD
          ? new Outcome<>(row.retried(now), true)
          : new Outcome<>(row, false);
    }
  }
}
