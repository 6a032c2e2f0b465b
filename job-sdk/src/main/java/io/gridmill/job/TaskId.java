package io.gridmill.job;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * A task's name in the grid: 26 characters of Crockford's base 32 in lower case.
 *
 * <p>Random ids start with the time of their making (48 bits of milliseconds, then 80 random bits,
 * the layout of a ULID), so that they sort by age. Ids derived from an idempotency key are a hash.
 */
public record TaskId(String value) implements Comparable<TaskId> {
  private static final int LENGTH = 26;
  private static final char[] DIGITS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();

  public TaskId {
    if (value.length() != LENGTH || !isOfDigits(value)) {
      throw GridException.invalid("task id", value, "26 characters of 0-9 a-z without i l o u");
    }
  }

  /** By hand, as an id is read several times for each change of its task. */
  private static boolean isOfDigits(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean letter = c >= 'a' && c <= 'z' && c != 'i' && c != 'l' && c != 'o' && c != 'u';
      if (!letter && (c < '0' || c > '9')) {
        return false;
      }
    }
    return true;
  }

  /** A fresh id that sorts after all earlier ones to the millisecond. */
  public static TaskId random(InstantSource clock, RandomGenerator random) {
    long high = clock.millis() << 16 | random.nextInt(1 << 16);
    return of(high, random.nextLong());
  }

  /** The id that belongs to an owner's idempotency key: the same key, the same task. */
  public static TaskId derived(String owner, String idempotencyKey) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(owner.getBytes(StandardCharsets.UTF_8));
      sha.update((byte) 0);
      byte[] hash = sha.digest(idempotencyKey.getBytes(StandardCharsets.UTF_8));
      return of(bigEndian(hash, 0), bigEndian(hash, 8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static long bigEndian(byte[] bytes, int from) {
    long value = 0;
    for (int i = from; i < from + 8; i++) {
      value = value << 8 | (bytes[i] & 0xff);
    }
    return value;
  }

  private static TaskId of(long high, long low) {
    char[] text = new char[LENGTH];
    for (int i = LENGTH - 1; i >= 0; i--) {
      text[i] = DIGITS[(int) (low & 31)];
      low = low >>> 5 | high << 59;
      high >>>= 5;
    }
    return new TaskId(new String(text));
  }

  @Override
  public int compareTo(TaskId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
