package io.gridmill.grid.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of an API key.
 *
 * @param id names the key
 * @param secret 256 random bits in base64url, which proves it
 */
record Token(String id, String secret) {
  private static final Pattern FORM = Pattern.compile("gm_([a-z0-9]{1,32})_([A-Za-z0-9_-]{43})");
  private static final char[] ID_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
  private static final int ID_LENGTH = 12;
  private static final int SECRET_BYTES = 32;

  static Optional<Token> parse(String text) {
    Matcher m = FORM.matcher(text);
    return m.matches() ? Optional.of(new Token(m.group(1), m.group(2))) : Optional.empty();
  }

  static Token random(SecureRandom random) {
    char[] id = new char[ID_LENGTH];
    for (int i = 0; i < id.length; i++) {
      id[i] = ID_DIGITS[random.nextInt(ID_DIGITS.length)];
    }
    return withId(new String(id), random);
  }

  static Token withId(String id, SecureRandom random) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return new Token(id, Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  /**
   * What is stored of the secret. One round of SHA-256 is enough: there is no guessing 256 random
   * bits, so a slow hash would only slow down the requests.
   */
  String hash() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(secret.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  String text() {
    return "gm_" + id + "_" + secret;
  }

  @Override
  public String toString() {
    return "Token[id=" + id + ", secret=***]";
  }
}
