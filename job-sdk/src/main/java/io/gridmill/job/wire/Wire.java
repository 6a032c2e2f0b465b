package io.gridmill.job.wire;

import io.gridmill.job.GridException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.javaprop.JavaPropsMapper;

/**
 * The JSON encoding.
 *
 * <p>Records are objects in the order of their components; components that are null are left out.
 * Records of one text component named {@code value} are that text. Sealed interfaces are objects
 * with a {@code kind}, the implementing record's simple name in lower camel case. Instants and
 * durations are ISO-8601 text, byte arrays base64, sizes text such as {@code 512MiB}, constraints
 * their text, paths too. {@link io.gridmill.job.RawJson} is the value itself.
 */
public final class Wire {
  private static final int MAX_DEPTH = 200;
  private static final JsonMapper STRICT = mapper(true);
  private static final JsonMapper LENIENT = mapper(false);
  private static final JavaPropsMapper PROPERTIES =
      JavaPropsMapper.builder()
          .annotationIntrospector(new RecordConventions())
          .addModule(new JobTypes())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  /** Readers know how to read their type; finding that out anew costs as much as a small record. */
  private static final ClassValue<ObjectReader> OWN = readers(LENIENT);

  private static final ClassValue<ObjectReader> OTHERS = readers(STRICT);

  private Wire() {}

  private static ClassValue<ObjectReader> readers(JsonMapper mapper) {
    return new ClassValue<>() {
      @Override
      protected ObjectReader computeValue(Class<?> type) {
        return mapper.readerFor(type);
      }
    };
  }

  private static JsonMapper mapper(boolean strict) {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();
    return JsonMapper.builder(factory)
        .annotationIntrospector(new RecordConventions())
        .accessorNaming(new ComponentNames())
        .addModule(new JobTypes())
        .changeDefaultPropertyInclusion(
            p ->
                p.withValueInclusion(com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL))
        .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
        .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
        .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, strict)
        .configure(EnumFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE, !strict)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }

  static JsonGenerator generator(Writer out) {
    return STRICT.createGenerator(out);
  }

  /**
   * The UTF-8 JSON of a value.
   *
   * @throws GridException with {@code INVALID_ARGUMENT}, naming the part that cannot be written
   */
  public static byte[] bytes(@Nullable Object value) {
    try {
      return STRICT.writeValueAsBytes(value);
    } catch (JacksonException e) {
      throw Refusals.unwritable(e);
    }
  }

  /** As {@link #bytes}, as text. */
  public static String text(@Nullable Object value) {
    try {
      return STRICT.writeValueAsString(value);
    } catch (JacksonException e) {
      throw Refusals.unwritable(e);
    }
  }

  /**
   * The one way to write a JSON value that is the same: no white space, the fields of objects in
   * the order of their names, and numbers as decimals without trailing zeros. So far as RFC 8785,
   * but numbers keep all of their digits.
   *
   * @throws GridException with {@code INVALID_ARGUMENT} if it is no JSON
   */
  public static byte[] canonical(byte[] json) {
    return CanonicalJson.of(json);
  }

  /**
   * Reads what a person or program sent: a field that the type does not have is an error.
   *
   * @throws GridException with {@code INVALID_ARGUMENT}, naming field, value and expectation
   */
  public static <T> T read(byte[] json, Class<T> type) {
    return orInvalid(OTHERS.get(type), json, type);
  }

  /** As {@link #read(byte[], Class)}, from text. */
  public static <T> T read(String json, Class<T> type) {
    return read(json.getBytes(java.nio.charset.StandardCharsets.UTF_8), type);
  }

  /** As {@link #read(byte[], Class)}, for a type with parameters; null for JSON's null. */
  public static @Nullable Object read(byte[] json, Type type) {
    return reader(type).read(json, 0, json.length);
  }

  /** Reads many values of one type, each as {@link #read(byte[], Type)} does. */
  public static WireReader reader(Type type) {
    return new WireReader(STRICT.readerFor(STRICT.constructType(type)), shortName(type));
  }

  /** A type's name for messages: without packages and enclosing classes. */
  public static String shortName(Type type) {
    return type.getTypeName().replaceAll("[\\w$]*[.$](?=\\w)", "");
  }

  /**
   * Reads what this grid wrote itself, perhaps in a newer release: unknown fields are skipped, an
   * unknown error code is {@code INTERNAL}.
   */
  public static <T> T readOwn(byte[] json, Class<T> type) {
    return orInvalid(OWN.get(type), json, type);
  }

  /** As {@link #readOwn(byte[], Class)}, from text. */
  public static <T> T readOwn(String json, Class<T> type) {
    return readOwn(json.getBytes(java.nio.charset.StandardCharsets.UTF_8), type);
  }

  /** As {@link #readOwn(byte[], Class)}, for a type with parameters; null for JSON's null. */
  public static @Nullable Object readOwn(byte[] json, Type type) {
    try {
      return LENIENT.readerFor(LENIENT.constructType(type)).readValue(json);
    } catch (JacksonException e) {
      throw Refusals.of(e, type.getTypeName());
    }
  }

  /** As {@link #readOwn(byte[], Class)}, from a stream that is read to its end. */
  public static <T> T readOwn(InputStream json, Class<T> type) {
    try {
      return notNull(LENIENT.readerFor(type).readValue(json), type);
    } catch (JacksonException e) {
      throw Refusals.of(e, type.getSimpleName());
    }
  }

  /**
   * Reads a configuration record from properties such as {@code http.port=8470}.
   *
   * @throws GridException naming the key, its value and what was expected; unknown keys included
   */
  public static <T> T readProperties(Properties properties, Class<T> type) {
    try {
      return notNull(PROPERTIES.readPropertiesAs(properties, type), type);
    } catch (JacksonException e) {
      throw Refusals.of(e, type.getSimpleName());
    } catch (IOException e) {
      throw new UncheckedIOException("properties in memory could not be read", e);
    }
  }

  /** As {@link #readProperties(Properties, Class)}. */
  public static <T> T readProperties(Map<String, String> properties, Class<T> type) {
    Properties copy = new Properties();
    copy.putAll(properties);
    return readProperties(copy, type);
  }

  private static <T> T orInvalid(ObjectReader reader, byte[] json, Class<T> type) {
    try {
      return notNull(reader.readValue(json), type);
    } catch (JacksonException e) {
      throw Refusals.of(e, type.getSimpleName());
    }
  }

  private static <T> T notNull(@Nullable T value, Class<T> type) {
    if (value == null) {
      throw GridException.invalid("body", null, "a " + type.getSimpleName());
    }
    return value;
  }
}
