package io.gridmill.grid.trust;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a node's results are to be believed.
 *
 * <p>Its reputation is the expected value of a Beta distribution, {@code (right + 1) / (right +
 * wrong + 2)}, where each new mark makes all earlier ones count {@value #FORGETTING} of what they
 * did (Jøsang and Ismail, The Beta Reputation System, 2002, with their forgetting factor). A wrong
 * result weighs as much as {@value #WRONG_WEIGHS} right ones. So a node nobody has compared has
 * 0.5, one that is always right comes to 0.99, and loses a tenth by one wrong result.
 *
 * @param node the node's name
 * @param right what its right results weigh now
 * @param wrong what its wrong ones weigh now
 * @param compared how many of its results were compared
 * @param lost how many of these were wrong
 * @param at when it was last marked
 * @param last what the last marks were of, so that one that comes again counts once
 */
public record Standing(
    String node,
    double right,
    double wrong,
    long compared,
    long lost,
    Instant at,
    List<String> last) {
  /** The reputation of a node none of whose results was compared. */
  public static final double UNKNOWN = 0.5;

  private static final double FORGETTING = 0.99;
  private static final double WRONG_WEIGHS = 10;
  private static final int MOST_LAST = 256;

  public Standing {
    last = last == null ? List.of() : List.copyOf(last);
  }

  static Standing unknown(String node) {
    return new Standing(node, 0, 0, 0, 0, Instant.EPOCH, List.of());
  }

  /** What its results are worth, from 0 to 1. */
  public double reputation() {
    return (right + 1) / (right + wrong + 2);
  }

  Standing with(Mark mark, Instant now) {
    if (last.contains(mark.of())) {
      return this;
    }
    List<String> recent =
        new ArrayList<>(last.size() < MOST_LAST ? last : last.subList(1, last.size()));
    recent.add(mark.of());
    return new Standing(
        node,
        FORGETTING * right + (mark.agreed() ? 1 : 0),
        FORGETTING * wrong + (mark.agreed() ? 0 : WRONG_WEIGHS),
        compared + 1,
        lost + (mark.agreed() ? 0 : 1),
        now,
        recent);
  }
}
