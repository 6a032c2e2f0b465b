package io.gridmill.grid.schedule;

import io.gridmill.grid.resource.Offer;
import io.gridmill.job.ResourceRequest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What is free of a node: cores, memory, and of each of its devices a share. */
final class Free {
  /** Shares are counted in these, so that adding and taking away leaves no rest. */
  static final int WHOLE = 10_000;

  private static final int[] NO_DEVICES = {};

  private final Offer offer;
  private int cores;
  private long memory;
  private final int[] shares;

  /** Which devices a task was given. */
  static final class Grant {
    static final Grant NONE = new Grant(NO_DEVICES, 0);

    private final int[] devices;
    private final int share;

    private Grant(int[] devices, int share) {
      this.devices = devices;
      this.share = share;
    }
  }

  Free(Offer offer) {
    this.offer = offer;
    this.cores = offer.cores();
    this.memory = offer.memory().bytes();
    this.shares = offer.devices().isEmpty() ? NO_DEVICES : new int[offer.devices().size()];
    Arrays.fill(shares, WHOLE);
  }

  private Free(Free other) {
    this.offer = other.offer;
    this.cores = other.cores;
    this.memory = other.memory;
    this.shares = other.shares.length == 0 ? NO_DEVICES : other.shares.clone();
  }

  Free copy() {
    return new Free(this);
  }

  int cores() {
    return cores;
  }

  long memory() {
    return memory;
  }

  /** How much of its devices is free, added up; 1 is a whole one. */
  double devices() {
    int sum = 0;
    for (int share : shares) {
      sum += share;
    }
    return (double) sum / WHOLE;
  }

  boolean fits(ResourceRequest need) {
    return need.cores() <= cores
        && need.memory().bytes() <= memory
        && (need.devices() == 0 || choose(need) != null);
  }

  /** Takes what a task needs, whether it is there or not; returns its devices, if they are. */
  Grant take(ResourceRequest need) {
    cores -= need.cores();
    memory -= need.memory().bytes();
    int[] devices = need.devices() == 0 ? null : choose(need);
    if (devices == null) {
      return Grant.NONE;
    }
    Grant grant = new Grant(devices, share(need));
    for (int device : devices) {
      shares[device] -= grant.share;
    }
    return grant;
  }

  void give(ResourceRequest need, Grant grant) {
    cores += need.cores();
    memory += need.memory().bytes();
    for (int device : grant.devices) {
      shares[device] += grant.share;
    }
  }

  private static int share(ResourceRequest need) {
    return Math.max(1, (int) Math.round(need.deviceShare() * WHOLE));
  }

  /** The devices that fit most tightly: least free share first, then least memory. */
  private int @Nullable [] choose(ResourceRequest need) {
    int share = share(need);
    int[] chosen = new int[need.devices()];
    for (int n = 0; n < chosen.length; n++) {
      int best = -1;
      for (int i = 0; i < shares.length; i++) {
        if (isChosen(chosen, n, i) || shares[i] < share || memoryOf(i, share) < least(need)) {
          continue;
        }
        if (best < 0 || isTighter(i, best)) {
          best = i;
        }
      }
      if (best < 0) {
        return null;
      }
      chosen[n] = best;
    }
    return chosen;
  }

  private static boolean isChosen(int[] chosen, int count, int device) {
    for (int i = 0; i < count; i++) {
      if (chosen[i] == device) {
        return true;
      }
    }
    return false;
  }

  private static long least(ResourceRequest need) {
    return need.deviceMemory().bytes();
  }

  private long memoryOf(int device, int share) {
    return (long) ((double) offer.devices().get(device).memory().bytes() * share / WHOLE);
  }

  private boolean isTighter(int a, int b) {
    if (shares[a] != shares[b]) {
      return shares[a] < shares[b];
    }
    return memoryOf(a, WHOLE) < memoryOf(b, WHOLE);
  }

  /** Whether a node could hold it with nothing else on it. */
  static boolean everFits(Offer offer, ResourceRequest need) {
    return new Free(offer).fits(need);
  }
}
