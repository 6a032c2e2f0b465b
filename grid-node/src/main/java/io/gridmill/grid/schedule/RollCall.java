package io.gridmill.grid.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which nodes answer when they are asked what they hold. One that reports as ever and answers
 * nobody, as if its threads were stuck, is given nothing until it answers again.
 *
 * <p>Time is counted in rounds of the scheduler's own, so that nobody is to blame for a pause of
 * the scheduler.
 */
final class RollCall {
  private static final int AGAIN_ROUNDS = 5;
  private static final int PATIENCE_ROUNDS = 12;

  private final Map<String, Integer> unanswered = new HashMap<>();
  private final Set<String> mute = new HashSet<>();

  /** Whether a node is to be asked in this round; called once a round for each. */
  boolean asks(String member) {
    int rounds = unanswered.merge(member, 1, Integer::sum) - 1;
    return rounds % AGAIN_ROUNDS == 0;
  }

  void answered(String member) {
    unanswered.remove(member);
    mute.remove(member);
  }

  /** Those that have become mute since the last call. */
  List<String> turnedMute() {
    List<String> turned = new ArrayList<>();
    unanswered.forEach(
        (member, rounds) -> {
          if (rounds > PATIENCE_ROUNDS && mute.add(member)) {
            turned.add(member);
          }
        });
    return turned;
  }

  boolean isMute(String member) {
    return mute.contains(member);
  }

  /** Those that have been asked for long and do not answer. */
  List<String> mute() {
    return List.copyOf(mute);
  }

  void forget(String member) {
    unanswered.remove(member);
    mute.remove(member);
  }
}
