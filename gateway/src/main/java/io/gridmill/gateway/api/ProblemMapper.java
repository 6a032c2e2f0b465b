package io.gridmill.gateway.api;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.client.Problem;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place that makes an answer of an error. */
public final class ProblemMapper implements ExceptionMapper<Throwable> {
  private static final Logger log = LoggerFactory.getLogger(ProblemMapper.class);
  private static final String RETRY_AFTER_SECONDS = "1";

  private final RandomGenerator random;

  public ProblemMapper(RandomGenerator random) {
    this.random = random;
  }

  /** The body that tells of an error, for answers that are not HTTP. */
  public Problem problem(Throwable error) {
    try (Response answer = toResponse(error)) {
      return (Problem) answer.getEntity();
    }
  }

  @Override
  public Response toResponse(Throwable error) {
    return switch (error) {
      case GridException refused when refused.code().httpStatus() / 100 == 4 -> refusal(refused);
      case GridException busy when isForLater(busy.code()) -> unavailable(busy);
      case WebApplicationException web when web.getResponse().getStatus() < 500 -> refusal(web);
      case RequestBody.BrokenOff gone -> brokenOff(gone);
      default -> internal(error);
    };
  }

  /** Hardly anybody hears this answer, but what was read so far must not pass for the whole. */
  private static Response brokenOff(RequestBody.BrokenOff gone) {
    log.debug("a client went away while it sent: {}", gone.getMessage());
    return answer(Problems.of(ErrorCode.INVALID_ARGUMENT, gone.getMessage(), "body")).build();
  }

  private static Response refusal(GridException refused) {
    Response.ResponseBuilder answer =
        answer(Problems.of(refused.code(), refused.getMessage(), refused.field()));
    return switch (refused.code()) {
      case UNAUTHENTICATED -> answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer").build();
      case RATE_LIMITED -> answer.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS).build();
      default -> answer.build();
    };
  }

  private static boolean isForLater(ErrorCode code) {
    return switch (code) {
      case UNAVAILABLE, NO_QUORUM, STORAGE_FULL -> true;
      default -> false;
    };
  }

  private static Response unavailable(GridException busy) {
    log.warn("a request was told to try again: {}", busy.getMessage());
    return answer(Problems.of(busy.code(), busy.getMessage(), null))
        .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
        .build();
  }

  /** What the HTTP layer itself refuses: paths, methods and media types. */
  private static Response refusal(WebApplicationException web) {
    Response plain = web.getResponse();
    Response.ResponseBuilder answer =
        switch (plain.getStatus()) {
          case 404 -> answer(Problems.of(ErrorCode.NOT_FOUND, "there is nothing here", null));
          case 405 ->
              answer(
                  Problems.of(
                      ErrorCode.METHOD_NOT_ALLOWED,
                      "this path has no such method (expected: "
                          + plain.getHeaderString(HttpHeaders.ALLOW)
                          + ")",
                      null));
          case 406 ->
              answer(
                  Problems.of(
                      406,
                      ErrorCode.INVALID_ARGUMENT,
                      "Accept: none of these (expected: a type that this path writes)",
                      HttpHeaders.ACCEPT));
          case 415 ->
              answer(
                  Problems.of(
                      ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                      "Content-Type: not read here (expected: the type of the path's body)",
                      HttpHeaders.CONTENT_TYPE));
          default -> answer(Problems.of(ErrorCode.INVALID_ARGUMENT, web.getMessage(), null));
        };
    @Nullable String allow = plain.getHeaderString(HttpHeaders.ALLOW);
    return allow == null ? answer.build() : answer.header(HttpHeaders.ALLOW, allow).build();
  }

  private Response internal(Throwable error) {
    byte[] trace = new byte[8];
    random.nextBytes(trace);
    String traceId = HexFormat.of().formatHex(trace);
    log.error("trace {}: a request failed; its caller was told the trace id only", traceId, error);
    return answer(Problems.internal(traceId)).build();
  }

  private static Response.ResponseBuilder answer(Problem problem) {
    return Response.status(problem.status()).type(Problems.MEDIA_TYPE).entity(problem);
  }
}
