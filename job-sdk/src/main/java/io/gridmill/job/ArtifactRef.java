package io.gridmill.job;

import java.util.regex.Pattern;

/**
 * Content in the artifact store, named by what it is.
 *
 * @param sha256 the SHA-256 of the content, 64 lower-case hexadecimal digits
 * @param size the length of the content in bytes
 */
public record ArtifactRef(String sha256, long size) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  public ArtifactRef {
    if (sha256 == null || !FORM.matcher(sha256).matches()) {
      throw GridException.invalid("sha256", sha256, "64 lower-case hexadecimal digits");
    }
    if (size < 0) {
      throw GridException.invalid("size", size, ">= 0");
    }
  }
}
