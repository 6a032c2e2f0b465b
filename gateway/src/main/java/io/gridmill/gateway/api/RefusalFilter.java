package io.gridmill.gateway.api;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the rest of a body before its request is refused: a client that is still sending would see
 * a broken connection instead of the refusal. What is very long is not read.
 */
@PreMatching
public final class RefusalFilter implements ContainerRequestFilter, ContainerResponseFilter {
  private static final Logger log = LoggerFactory.getLogger(RefusalFilter.class);
  private static final String BODY = RefusalFilter.class.getName();
  private static final long MOST = 16 << 20;

  /** Puts the body where it can still be read when its reader has closed it. */
  @Override
  public void filter(ContainerRequestContext request) {
    InputStream body = request.getEntityStream();
    request.setProperty(BODY, body);
    request.setEntityStream(new RequestBody(body));
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    // Who expects a word before it sends anything has not sent anything.
    if (response.getStatus() < 400 || request.getHeaderString("Expect") != null) {
      return;
    }
    Object kept = request.getProperty(BODY);
    InputStream body = kept instanceof InputStream stream ? stream : request.getEntityStream();
    try {
      byte[] buffer = new byte[1 << 16];
      long read = 0;
      for (int n = body.read(buffer); n >= 0 && read < MOST; n = body.read(buffer)) {
        read += n;
      }
    } catch (IOException e) {
      log.debug("a client went away before it was refused: {}", e.getMessage());
    }
  }
}
