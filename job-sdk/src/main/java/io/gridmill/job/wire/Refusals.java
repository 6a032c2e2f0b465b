package io.gridmill.job.wire;

import io.gridmill.job.GridException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;

/** Turns the JSON library's errors into ones that name the field, the value and the expectation. */
final class Refusals {
  private static final int MAX_PATH = 100;

  private Refusals() {}

  static GridException of(JacksonException e, String what) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof GridException refused) {
        return refused;
      }
    }
    String field = path(e);
    return switch (e) {
      case UnrecognizedPropertyException unknown ->
          GridException.invalid(field, "unknown field", "one of " + known(unknown));
      case InvalidTypeIdException id ->
          GridException.invalid(
              join(field, "kind"),
              id.getTypeId(),
              "a kind of " + name(id.getBaseType().getRawClass()));
      case InvalidFormatException format ->
          GridException.invalid(field, format.getValue(), expected(format.getTargetType()));
      case MismatchedInputException mismatch ->
          GridException.invalid(field, "another type", expected(mismatch.getTargetType()));
      case ValueInstantiationException own when own.getCause() != null ->
          GridException.invalid(field, own.getCause().getMessage(), "a valid " + what);
      case DatabindException other ->
          GridException.invalid(field, other.getOriginalMessage(), "a valid " + what);
      default ->
          GridException.invalid(
              "body",
              "malformed at line "
                  + e.getLocation().getLineNr()
                  + " column "
                  + e.getLocation().getColumnNr(),
              "JSON of a " + what);
    };
  }

  static GridException unwritable(JacksonException e) {
    String message =
        e instanceof DatabindException own
            ? own.getOriginalMessage()
            : String.valueOf(e.getMessage());
    return GridException.invalid(path(e), message, "a value that JSON can hold");
  }

  /** The refusal of a text, with the field that it was read from in the place of its own name. */
  static GridException at(TokenStreamContext place, GridException e) {
    String path = place.pathAsPointer().toString();
    String own = e.field() + ": ";
    String message = String.valueOf(e.getMessage());
    if (path.isEmpty() || !message.startsWith(own)) {
      return e;
    }
    String field = path.substring(1).replace('/', '.');
    return GridException.of(e.code(), field, field + ": " + message.substring(own.length()));
  }

  private static String path(JacksonException e) {
    StringBuilder path = new StringBuilder();
    for (var step : e.getPath()) {
      if (path.length() > MAX_PATH) {
        return path.append("...").toString();
      }
      if (step.getPropertyName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
      }
    }
    return path.isEmpty() ? "body" : path.toString();
  }

  private static String join(String path, String field) {
    return path.equals("body") ? field : path + "." + field;
  }

  private static String known(UnrecognizedPropertyException e) {
    List<Object> names =
        e.getKnownPropertyIds() == null ? List.of() : List.copyOf(e.getKnownPropertyIds());
    return names.stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
  }

  private static String expected(@Nullable Class<?> type) {
    if (type == null) {
      return "another value";
    }
    if (type.isEnum()) {
      return "one of "
          + java.util.Arrays.stream(type.getEnumConstants())
              .map(Object::toString)
              .collect(Collectors.joining(", "));
    }
    return switch (type.getSimpleName()) {
      case "Duration" -> "an ISO-8601 duration such as PT30S";
      case "Instant" -> "an ISO-8601 instant such as 2026-01-31T12:00:00Z";
      case "int", "long", "Integer", "Long" -> "a whole number";
      case "double", "float" -> "a number";
      case "ByteSize" -> "a size such as 512MiB";
      case "String" -> "text";
      case "Map" -> "an object";
      case "List", "Set" -> "a list";
      default -> "a " + name(type);
    };
  }

  private static String name(Class<?> type) {
    return type.getSimpleName().toLowerCase(Locale.ROOT);
  }
}
