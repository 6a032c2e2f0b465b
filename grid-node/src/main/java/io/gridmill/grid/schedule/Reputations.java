package io.gridmill.grid.schedule;

import io.gridmill.grid.resource.NodeReport;
import io.gridmill.grid.trust.Standing;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What nodes' results are worth, put in the place of what their owners say of them. */
final class Reputations {
  private final Map<String, String> byNode = new HashMap<>();

  void set(List<Standing> standings) {
    for (Standing standing : standings) {
      // In hundredths, so that not every mark has all lists of nodes made anew.
      String reputation = String.format(Locale.ROOT, "%.2f", standing.reputation());
      byNode.put(standing.node(), reputation);
    }
  }

  /** A report, with the reputation of a node whose results were compared. */
  NodeReport in(NodeReport report) {
    String reputation = byNode.isEmpty() ? null : byNode.get(report.offer().name());
    return reputation == null
        ? report
        : new NodeReport(
            report.offer().with(Demand.REPUTATION, reputation),
            report.beat(),
            report.at(),
            report.running(),
            report.waiting());
  }
}
