package io.gridmill.gateway.api;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Where values are in JSON that was read before, and so is well-formed. On anything else the places
 * are of no use, but within it.
 */
final class JsonPlaces {
  private JsonPlaces() {}

  /** Where the whole value starts. */
  static int start(byte[] json) {
    return skipSpace(json, 0);
  }

  /**
   * Where the value of a field of an object starts; -1 if there is none, or more than one. Names
   * are compared as they are written.
   */
  static int value(byte[] json, int object, String field) {
    byte[] name = ('"' + field + '"').getBytes(StandardCharsets.UTF_8);
    if (object >= json.length || json[object] != '{') {
      return -1;
    }
    int found = -1;
    int at = skipSpace(json, object + 1);
    while (at < json.length && json[at] == '"') {
      int nameEnd = textEnd(json, at);
      int value = skipSpace(json, skipSpace(json, nameEnd) + 1);
      if (Arrays.equals(json, at, nameEnd, name, 0, name.length)) {
        if (found >= 0) {
          return -1;
        }
        found = value;
      }
      at = skipSpace(json, end(json, value));
      if (at < json.length && json[at] == ',') {
        at = skipSpace(json, at + 1);
      }
    }
    return found;
  }

  /** Where the value that starts here ends. */
  static int end(byte[] json, int start) {
    if (start >= json.length) {
      return json.length;
    }
    return switch (json[start]) {
      case '"' -> textEnd(json, start);
      case '{', '[' -> nestedEnd(json, start);
      default -> wordEnd(json, start);
    };
  }

  private static int nestedEnd(byte[] json, int start) {
    int depth = 0;
    int at = start;
    while (at < json.length) {
      switch (json[at]) {
        case '"' -> {
          at = textEnd(json, at);
          continue;
        }
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        default -> {}
      }
      at++;
      if (depth == 0) {
        return at;
      }
    }
    return json.length;
  }

  private static int textEnd(byte[] json, int start) {
    for (int i = start + 1; i < json.length; i++) {
      if (json[i] == '\\') {
        i++;
      } else if (json[i] == '"') {
        return i + 1;
      }
    }
    return json.length;
  }

  private static int wordEnd(byte[] json, int start) {
    int at = start;
    while (at < json.length && json[at] > ' ' && ",]}:\"{[".indexOf(json[at]) < 0) {
      at++;
    }
    return at;
  }

  private static int skipSpace(byte[] json, int from) {
    int at = from;
    while (at < json.length && json[at] <= ' ' && json[at] >= 0) {
      at++;
    }
    return at;
  }
}
