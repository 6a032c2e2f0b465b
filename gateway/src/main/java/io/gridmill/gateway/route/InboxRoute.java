package io.gridmill.gateway.route;

import io.gridmill.gateway.submit.Inbox;
import io.gridmill.gateway.submit.Outcomes;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/** From files in a folder to tasks, and from tasks that ended to files. */
final class InboxRoute extends RouteBuilder {
  private static final String OPTIONS =
      "include=.*\\.json&delay=500&initialDelay=0&move=.done&moveFailed=.error"
          + "&readLock=changed&readLockCheckInterval=200&readLockMinLength=0"
          + "&readLockLoggingLevel=DEBUG";

  private final Inbox inbox;
  private final Path folder;

  InboxRoute(Inbox inbox, Path folder) {
    this.inbox = inbox;
    this.folder = folder;
  }

  @Override
  public void configure() {
    from("file:" + folder.toAbsolutePath() + "?" + OPTIONS)
        .routeId("inbox")
        .onException(Throwable.class)
        .logExhausted(false) // the outbox tells it
        .process(this::refuse)
        .end()
        .bean(inbox, "read")
        .to(SubmissionRoute.SUBMIT)
        .process(this::accept);
    from("timer:inbox-answers?period=1000").routeId("inbox-answers").bean(inbox, "answerEnded");
  }

  private void accept(Exchange exchange) {
    inbox.accept(exchange.getMessage().getBody(Outcomes.class), file(exchange));
  }

  private void refuse(Exchange exchange) {
    inbox.refuse(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class), file(exchange));
  }

  private static String file(Exchange exchange) {
    return exchange.getMessage().getHeader(Exchange.FILE_NAME_ONLY, String.class);
  }
}
