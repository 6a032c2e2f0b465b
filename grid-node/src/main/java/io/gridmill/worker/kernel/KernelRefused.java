package io.gridmill.worker.kernel;

/** A kernel cannot run on a device; the message names the place, the reason and a way out. */
public final class KernelRefused extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  private final KernelRefusal reason;

  KernelRefused(KernelRefusal reason, String kernel, String place, String found) {
    super(
        "kernel %s: %s: %s [%s] (expected on a device: %s)"
            .formatted(kernel, place, found, reason, reason.wayOut()));
    this.reason = reason;
  }

  /** Why, as a word that programs may rely on. */
  public KernelRefusal reason() {
    return reason;
  }
}
