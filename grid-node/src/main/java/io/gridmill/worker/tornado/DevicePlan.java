package io.gridmill.worker.tornado;

import io.gridmill.job.kernel.KernelPlan;
import io.gridmill.job.kernel.KernelPlan.Download;
import io.gridmill.job.kernel.KernelPlan.Launch;
import io.gridmill.job.kernel.KernelPlan.Step;
import io.gridmill.job.kernel.KernelPlan.Transfer;
import io.gridmill.job.kernel.KernelPlan.Upload;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A plan in the order in which TornadoVM runs one: all uploads, all launches, all downloads. Steps
 * are moved there where that changes nothing; a plan where it would is refused. Arrays, which have
 * no equality but their identity, are keys and members here.
 *
 * @param uploads arrays that launches use, each with when it is uploaded
 * @param launches those with at least one index
 * @param downloads arrays that launches use
 * @param aside the transfers of arrays that no launch uses; they need not go to the device
 */
record DevicePlan(
    String name,
    Map<Object, Transfer> uploads,
    List<Launch> launches,
    Set<Object> downloads,
    List<Step> aside) {

  /**
   * The same plan in that order.
   *
   * @throws IllegalArgumentException if there is no such order
   */
  static DevicePlan of(KernelPlan plan) {
    List<Launch> launches = new ArrayList<>();
    for (Step step : plan.steps()) {
      if (step instanceof Launch launch && launch.range().count() > 0) {
        launches.add(launch);
      }
    }
    Set<Object> used = new HashSet<>();
    launches.forEach(launch -> used.addAll(arrays(launch)));

    Map<Object, Transfer> uploads = new LinkedHashMap<>();
    Set<Object> downloads = new LinkedHashSet<>();
    List<Step> aside = new ArrayList<>();
    Set<Object> before = new LinkedHashSet<>();
    Set<Object> downloadedTooSoon = new LinkedHashSet<>();
    for (Step step : plan.steps()) {
      switch (step) {
        case Upload(Object array, Transfer when) -> {
          if (!used.contains(array)) {
            aside.add(step);
          } else if (before.contains(array)) {
            throw refused(plan, "upload", array, "before the first launch that uses it");
          } else {
            uploads.merge(array, when, (a, b) -> a == Transfer.EVERY_RUN ? a : b);
          }
        }
        case Launch launch -> {
          if (launch.range().count() > 0) {
            List<Object> arrays = arrays(launch);
            before.addAll(arrays);
            arrays.stream().filter(downloads::contains).forEach(downloadedTooSoon::add);
          }
        }
        case Download(Object array) -> {
          if (used.contains(array)) {
            downloads.add(array);
            downloadedTooSoon.remove(array);
          } else {
            aside.add(step);
          }
        }
      }
    }
    for (Object array : downloadedTooSoon) {
      throw refused(plan, "download", array, "after the last launch that uses it");
    }
    return new DevicePlan(plan.name(), uploads, launches, downloads, aside);
  }

  /** The arrays of a launch, in the order of its arguments. */
  static List<Object> arrays(Launch launch) {
    return launch.arguments().stream().filter(a -> a.getClass().isArray()).toList();
  }

  private static IllegalArgumentException refused(
      KernelPlan plan, String step, Object array, String where) {
    return new IllegalArgumentException(
        "graph %s: %s of a %s between launches that use it (expected on a device: %s; make two graphs)"
            .formatted(plan.name(), step, array.getClass().getTypeName(), where));
  }
}
