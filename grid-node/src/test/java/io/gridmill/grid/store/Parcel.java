package io.gridmill.grid.store;

import io.gridmill.grid.store.Schema.Placement;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A row with a part that stays while the rest changes, for tests. */
public record Parcel(String address, int stops) {
  public static Schema<String, Parcel> schema(int version) {
    Schema<String, Parcel> whole =
        new Schema<>(
            "parcels",
            Function.identity(),
            Function.identity(),
            Parcel.class,
            version,
            List.of(Column.integer("stops", Parcel::stops)),
            Placement.EVERYWHERE);
    return version == 1
        ? whole
        : whole.withLasting(
            parcel -> parcel.address().getBytes(StandardCharsets.UTF_8),
            (parcel, address) ->
                new Parcel(new String(address, StandardCharsets.UTF_8), parcel.stops()));
  }

  /** Counts a stop. */
  static final class Move implements RowUpdate<Parcel, Integer, Parcel> {
    @Override
    public Class<Integer> argumentType() {
      return Integer.class;
    }

    @Override
    public Class<Parcel> answerType() {
      return Parcel.class;
    }

    @Override
    public Outcome<Parcel, Parcel> apply(@Nullable Parcel row, Integer stops) {
      Parcel parcel = row == null ? new Parcel("nowhere", 0) : row;
      Parcel moved = new Parcel(parcel.address(), parcel.stops() + stops);
      return new Outcome<>(moved, moved);
    }
  }
}
