package io.gridmill.job;

/**
 * Content in the artifact store, named by what it is.
 *
 * @param sha256 the SHA-256 of the content, 64 lower-case hexadecimal digits
 * @param size the length of the content in bytes
 */
public record ArtifactRef(String sha256, long size) {
  private static final int DIGITS = 64;

  public ArtifactRef {
    if (sha256 == null || !isHexadecimal(sha256)) {
      throw GridException.invalid("sha256", sha256, "64 lower-case hexadecimal digits");
    }
    if (size < 0) {
      throw GridException.invalid("size", size, ">= 0");
    }
  }

  private static boolean isHexadecimal(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return text.length() == DIGITS;
  }
}
