package io.gridmill.gateway.route;

import io.gridmill.gateway.submit.Admission;
import io.gridmill.gateway.submit.Intake;
import org.apache.camel.builder.RouteBuilder;

/** The way of every task into the grid, whatever door it came through. */
final class SubmissionRoute extends RouteBuilder {
  static final String SUBMIT = "direct:submit";

  private final Admission admission;
  private final Intake intake;

  SubmissionRoute(Admission admission, Intake intake) {
    this.admission = admission;
    this.intake = intake;
  }

  @Override
  public void configure() {
    from(SUBMIT)
        .routeId("submit")
        .errorHandler(noErrorHandler())
        .bean(admission, "admit")
        .bean(intake, "keep");
  }
}
