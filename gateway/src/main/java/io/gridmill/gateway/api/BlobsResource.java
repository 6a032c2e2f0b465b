package io.gridmill.gateway.api;

import io.gridmill.gateway.auth.Allowed;
import io.gridmill.gateway.submit.Storage;
import io.gridmill.grid.artifact.Artifacts;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.client.Problem;
import io.gridmill.job.client.Role;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Artifacts: whoever knows the digest of one may read it. */
@Path("api/blobs")
@Allowed({Role.CONSUMER, Role.PROVIDER, Role.OPERATOR})
public final class BlobsResource {
  private static final Pattern DIGEST = Pattern.compile("sha-256=:([A-Za-z0-9+/]{43}=):");
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");

  private final Artifacts artifacts;
  private final Storage storage;

  public BlobsResource(Artifacts artifacts, Storage storage) {
    this.artifacts = artifacts;
    this.storage = storage;
  }

  @POST
  @Produces(MediaType.APPLICATION_JSON)
  public Response put(
      InputStream body,
      @HeaderParam("X-Content-SHA256") @Nullable String hex,
      @HeaderParam("Content-Digest") @Nullable String digest)
      throws IOException {
    storage.check();
    String expected = expected(hex, digest);
    ArtifactRef ref = expected == null ? artifacts.put(body) : artifacts.put(body, expected);
    // What the store did not need is read all the same, or the client would see a broken pipe.
    body.transferTo(OutputStream.nullOutputStream());
    return Response.created(URI.create("/api/blobs/" + ref.sha256())).entity(ref).build();
  }

  private static @Nullable String expected(@Nullable String hex, @Nullable String digest) {
    if (hex != null) {
      if (!HEX.matcher(hex).matches()) {
        throw GridException.invalid("X-Content-SHA256", hex, "64 hexadecimal digits");
      }
      return hex.toLowerCase(Locale.ROOT);
    }
    if (digest == null) {
      return null;
    }
    Matcher m = DIGEST.matcher(digest);
    if (!m.find()) {
      throw GridException.invalid("Content-Digest", digest, "sha-256=:<base64>:");
    }
    return HexFormat.of().formatHex(Base64.getDecoder().decode(m.group(1)));
  }

  @HEAD
  @Path("{sha256}")
  public Response head(@PathParam("sha256") String sha256) {
    ArtifactRef ref = find(sha256);
    return Downloads.describe(Response.ok(), ref, MediaType.APPLICATION_OCTET_STREAM)
        .header(HttpHeaders.CONTENT_LENGTH, ref.size())
        .build();
  }

  @GET
  @Path("{sha256}")
  public Response get(
      @PathParam("sha256") String sha256, @HeaderParam("Range") @Nullable String header) {
    ArtifactRef ref = find(sha256);
    Optional<ByteRange> range = ByteRange.parse(header, ref.size());
    if (range.isEmpty()) {
      return Downloads.of(artifacts, ref, MediaType.APPLICATION_OCTET_STREAM);
    }
    if (range.get().length() == 0) {
      return Response.status(Response.Status.REQUESTED_RANGE_NOT_SATISFIABLE)
          .type(Problems.MEDIA_TYPE)
          .header("Content-Range", "bytes */" + ref.size())
          .entity(unsatisfiable(header, ref.size()))
          .build();
    }
    return Downloads.part(artifacts, ref, range.get(), MediaType.APPLICATION_OCTET_STREAM);
  }

  private static Problem unsatisfiable(@Nullable String header, long size) {
    GridException why = GridException.invalid("Range", header, "some of " + size + " bytes");
    return Problems.of(416, why.code(), why.getMessage(), why.field());
  }

  private ArtifactRef find(String sha256) {
    Optional<ArtifactRef> found =
        HEX.matcher(sha256).matches()
            ? artifacts.find(sha256.toLowerCase(Locale.ROOT))
            : Optional.empty();
    return found.orElseThrow(
        () -> new GridException(ErrorCode.ARTIFACT_NOT_FOUND, "there is no artifact " + sha256));
  }
}
