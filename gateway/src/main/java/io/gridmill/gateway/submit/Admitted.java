package io.gridmill.gateway.submit;

import java.util.List;

/** The verdicts on a batch, in the order of its lines. */
public record Admitted(List<Verdict> verdicts) {
  public Admitted {
    verdicts = List.copyOf(verdicts);
  }
}
