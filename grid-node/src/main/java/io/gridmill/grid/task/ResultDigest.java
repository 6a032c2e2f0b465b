package io.gridmill.grid.task;

import io.gridmill.job.GridException;
import io.gridmill.job.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/** What is the same for results that agree, and tells nothing of what is in them. */
final class ResultDigest {
  private ResultDigest() {}

  /**
   * The SHA-256 of a result: of its JSON as {@link Wire#canonical} writes it, or the digest that it
   * is stored under where it is long, and of the names and digests of its outputs.
   */
  static String of(TaskResult result) {
    MessageDigest all = sha256();
    all.update(bytes("result " + ofJson(result) + "\n"));
    new TreeMap<>(result.outputs())
        .forEach((name, ref) -> all.update(bytes("output " + name + " " + ref.sha256() + "\n")));
    return HexFormat.of().formatHex(all.digest());
  }

  /** As {@link #of}, without the outputs. */
  static String ofJson(TaskResult result) {
    if (result.inline() != null) {
      byte[] json = bytes(result.inline().json());
      return HexFormat.of().formatHex(sha256().digest(canonical(json)));
    }
    return result.ref() == null ? "" : result.ref().sha256();
  }

  private static byte[] canonical(byte[] json) {
    try {
      return Wire.canonical(json);
    } catch (GridException e) {
      return json; // what is no JSON agrees with nothing but itself
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
