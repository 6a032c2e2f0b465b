package io.gridmill.gateway.web;

import io.gridmill.gateway.api.Problems;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.wire.Wire;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what never reached a resource, such as a request that is not HTTP, as a problem too. */
final class ProblemPages extends ErrorHandler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    ErrorCode code =
        switch (status) {
          case 404 -> ErrorCode.NOT_FOUND;
          case 413, 414, 431 -> ErrorCode.TOO_LARGE;
          case 503 -> ErrorCode.UNAVAILABLE;
          default -> status < 500 ? ErrorCode.INVALID_ARGUMENT : ErrorCode.INTERNAL;
        };
    String detail =
        status < 500
            ? "the request is not one that HTTP allows here"
            : "the gateway could not answer";
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problems.MEDIA_TYPE);
    byte[] body = Wire.bytes(Problems.of(code, detail, null));
    response.write(true, ByteBuffer.wrap(body), callback);
    return true;
  }
}
