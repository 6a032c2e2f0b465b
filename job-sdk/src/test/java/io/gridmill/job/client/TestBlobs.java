package io.gridmill.job.client;

import com.sun.net.httpserver.HttpExchange;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.wire.Wire;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** The artifact store of a {@link TestGateway}. */
final class TestBlobs {
  static final int CHUNK = 1 << 20;

  private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
  private final Map<String, Upload> uploads = new ConcurrentHashMap<>();
  private final Map<String, byte[]> partial = new ConcurrentHashMap<>();
  private volatile int cutAt = -1;

  Map<String, byte[]> content() {
    return blobs;
  }

  /** The next download breaks off after this many bytes. */
  void cutNextDownloadAt(int bytes) {
    cutAt = bytes;
  }

  void handle(HttpExchange http, String path, byte[] body, boolean mute) throws IOException {
    String method = http.getRequestMethod();
    if (path.equals("/api/blobs") && method.equals("POST")) {
      ArtifactRef ref = refOf(body);
      blobs.put(ref.sha256(), body);
      TestGateway.send(http, 201, ref);
    } else if (path.equals("/api/blobs/uploads")) {
      TestGateway.send(http, 201, begin(Wire.read(body, ArtifactRef.class)));
    } else if (path.startsWith("/api/blobs/uploads/")) {
      String id = path.substring("/api/blobs/uploads/".length());
      long offset = Long.parseLong(http.getRequestURI().getQuery().replace("offset=", ""));
      Upload upload = chunk(id, offset, body);
      if (!mute) {
        TestGateway.send(http, 200, upload);
      }
    } else {
      download(http, path.substring("/api/blobs/".length()));
    }
  }

  private Upload begin(ArtifactRef ref) {
    if (blobs.containsKey(ref.sha256())) {
      return new Upload(ref.sha256(), ref.sha256(), ref.size(), ref.size(), CHUNK);
    }
    return uploads.computeIfAbsent(
        ref.sha256(),
        id -> {
          partial.put(id, new byte[Math.toIntExact(ref.size())]);
          return new Upload(id, ref.sha256(), ref.size(), 0, CHUNK);
        });
  }

  private Upload chunk(String id, long offset, byte[] body) throws IOException {
    Upload upload = Objects.requireNonNull(uploads.get(id));
    byte[] whole = Objects.requireNonNull(partial.get(id));
    System.arraycopy(body, 0, whole, (int) offset, body.length);
    Upload next =
        new Upload(id, id, upload.size(), Math.max(upload.offset(), offset + body.length), CHUNK);
    uploads.put(id, next);
    if (next.isComplete()) {
      if (!refOf(whole).sha256().equals(id)) {
        throw new GridException(ErrorCode.DIGEST_MISMATCH, "not what was promised");
      }
      blobs.put(id, whole);
    }
    return next;
  }

  private void download(HttpExchange http, String sha256) throws IOException {
    byte[] blob = blobs.get(sha256);
    if (blob == null) {
      throw new GridException(ErrorCode.ARTIFACT_NOT_FOUND, "artifact " + sha256 + ": none");
    }
    if (http.getRequestMethod().equals("HEAD")) {
      http.sendResponseHeaders(200, -1);
      return;
    }
    String range = http.getRequestHeaders().getFirst("Range");
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
    byte[] part = Arrays.copyOfRange(blob, from, blob.length);
    http.sendResponseHeaders(range == null ? 200 : 206, part.length);
    int length = cutAt >= 0 ? cutAt : part.length;
    cutAt = -1;
    http.getResponseBody().write(part, 0, length);
  }

  private static ArtifactRef refOf(byte[] body) throws IOException {
    return Artifacts.refOf(() -> new ByteArrayInputStream(body));
  }
}
