package io.gridmill.gateway.api;

import io.gridmill.grid.artifact.Artifacts;
import io.gridmill.job.ArtifactRef;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** Answers that are an artifact's content. */
final class Downloads {
  private static final String FOR_EVER = "private, max-age=31536000, immutable";

  private Downloads() {}

  /** All of it. */
  static Response of(Artifacts artifacts, ArtifactRef ref, String type) {
    return part(artifacts, ref, new ByteRange(0, ref.size()), Response.ok(), type);
  }

  /** A part of it. */
  static Response part(Artifacts artifacts, ArtifactRef ref, ByteRange range, String type) {
    return part(
        artifacts,
        ref,
        range,
        Response.status(Response.Status.PARTIAL_CONTENT)
            .header("Content-Range", range.contentRange(ref.size())),
        type);
  }

  private static Response part(
      Artifacts artifacts,
      ArtifactRef ref,
      ByteRange range,
      Response.ResponseBuilder answer,
      String type) {
    // Opened now, so that what is missing is answered as such.
    InputStream content = artifacts.open(ref, range.from(), range.length());
    return describe(answer, ref, type)
        .header(HttpHeaders.CONTENT_LENGTH, range.length())
        .entity(
            Streams.toClient(
                out -> {
                  try (content) {
                    content.transferTo(out);
                  }
                }))
        .build();
  }

  /** What there is to say of it without its content. */
  static Response.ResponseBuilder describe(
      Response.ResponseBuilder answer, ArtifactRef ref, String type) {
    return answer
        .type(type)
        .tag(ref.sha256())
        .header(HttpHeaders.CACHE_CONTROL, FOR_EVER)
        .header("Accept-Ranges", "bytes");
  }
}
