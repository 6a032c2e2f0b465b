package io.gridmill.gateway.submit;

import java.util.List;

/** What became of a batch, in the order of its lines. */
public record Outcomes(List<Outcome> list) {
  public Outcomes {
    list = List.copyOf(list);
  }
}
