package io.gridmill.job.client;

import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Moves content to and from the grid's artifact store. */
final class Artifacts {
  /** Larger content goes in chunks, so that it can go on after a break. */
  static final int MAX_WHOLE = 8 << 20;

  private static final int BUFFER = 1 << 16;

  private final Transport transport;

  Artifacts(Transport transport) {
    this.transport = transport;
  }

  ArtifactRef upload(ContentSource source, UploadProgress progress) throws IOException {
    ArtifactRef ref = refOf(source);
    if (ref.size() <= MAX_WHOLE) {
      if (!transport.exists(Call.head(path(ref)))) {
        sendWhole(source, ref);
      }
    } else {
      sendChunks(source, ref, progress);
    }
    progress.sent(ref.size(), ref.size());
    return ref;
  }

  static ArtifactRef refOf(ContentSource source) throws IOException {
    MessageDigest sha = sha256();
    long size = 0;
    try (InputStream in = source.open()) {
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha.update(buffer, 0, n);
        size += n;
      }
    }
    return new ArtifactRef(HexFormat.of().formatHex(sha.digest()), size);
  }

  private void sendWhole(ContentSource source, ArtifactRef ref) {
    Call.Content content =
        () ->
            BodyPublishers.fromPublisher(
                BodyPublishers.ofInputStream(() -> opened(source)), Math.max(1, ref.size()));
    if (ref.size() == 0) {
      content = BodyPublishers::noBody;
    }
    Call call =
        Call.stream("POST", "/api/blobs", "application/octet-stream", content)
            .header("X-Content-SHA256", ref.sha256());
    ArtifactRef stored = transport.read(call, ArtifactRef.class);
    if (!stored.equals(ref)) {
      throw changed(ref);
    }
  }

  private static InputStream opened(ContentSource source) {
    try {
      return source.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void sendChunks(ContentSource source, ArtifactRef ref, UploadProgress progress)
      throws IOException {
    Upload upload = transport.read(Call.json("POST", "/api/blobs/uploads", ref), Upload.class);
    if (upload.isComplete()) {
      return;
    }
    try (InputStream in = source.open()) {
      in.skipNBytes(upload.offset());
      while (!upload.isComplete()) {
        progress.sent(upload.offset(), upload.size());
        long left = upload.size() - upload.offset();
        int length = (int) Math.min(left, upload.chunkSize());
        byte[] chunk = in.readNBytes(length);
        if (chunk.length < length) {
          throw changed(ref);
        }
        upload = sendChunk(upload, chunk);
      }
    }
  }

  /**
   * Sends a chunk; if an earlier try of it had arrived after all, the grid says so by its offset.
   */
  private Upload sendChunk(Upload upload, byte[] chunk) {
    String path = "/api/blobs/uploads/" + upload.id() + "?offset=" + upload.offset();
    Upload next =
        transport.read(Call.bytes("PUT", path, "application/octet-stream", chunk), Upload.class);
    if (next.offset() != upload.offset() + chunk.length) {
      throw new GridException(
          ErrorCode.CONFLICT,
          "upload "
              + upload.id()
              + ": the grid stands at "
              + next.offset()
              + " bytes (expected: "
              + (upload.offset() + chunk.length)
              + "); start the upload again, it goes on there");
    }
    return next;
  }

  void download(ArtifactRef ref, OutputStream out) throws IOException {
    MessageDigest sha = sha256();
    long got = 0;
    for (int tries = 1; got < ref.size() || tries == 1; tries++) {
      Call call = Call.get(path(ref));
      long before = got;
      try (InputStream body =
          transport.open(got == 0 ? call : call.header("Range", "bytes=" + got + "-"))) {
        got = copy(new DigestInputStream(body, sha), out, got);
      }
      if (got == before && ref.size() > got) {
        transport.pause(Transport.backoff(tries));
      }
      if (got < ref.size() && tries == 10) {
        throw new GridException(
            ErrorCode.UNAVAILABLE,
            "artifact " + ref.sha256() + ": only " + got + " of " + ref.size() + " bytes came");
      }
    }
    String digest = HexFormat.of().formatHex(sha.digest());
    if (got != ref.size() || !digest.equals(ref.sha256())) {
      throw new GridException(
          ErrorCode.DIGEST_MISMATCH,
          "artifact "
              + ref.sha256()
              + ": what came hashes to "
              + digest
              + ", in "
              + got
              + " bytes");
    }
  }

  /** Copies until the body ends or breaks. */
  private static long copy(InputStream body, OutputStream out, long before) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long got = before;
    while (true) {
      int n;
      try {
        n = body.read(buffer);
      } catch (IOException broken) {
        // what is missing is asked for again, from there on
        return got;
      }
      if (n < 0) {
        return got;
      }
      out.write(buffer, 0, n);
      got += n;
    }
  }

  private static String path(ArtifactRef ref) {
    return "/api/blobs/" + ref.sha256();
  }

  private static GridException changed(ArtifactRef ref) {
    return new GridException(
        ErrorCode.DIGEST_MISMATCH,
        "the content changed while it was sent (expected: "
            + ref.size()
            + " bytes with the digest "
            + ref.sha256()
            + ")");
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
