package io.gridmill.job.wire;

import io.gridmill.job.ByteSize;
import io.gridmill.job.Constraint;
import io.gridmill.job.GridException;
import io.gridmill.job.RawJson;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.io.SerializedString;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;

/** Those types whose JSON is not the JSON of their components, and those that are read by hand. */
final class JobTypes extends SimpleModule {
  private static final long serialVersionUID = 1L;

  JobTypes() {
    super("gridmill");
    asText(ByteSize.class, ByteSize::toString, ByteSize::parse);
    asText(Constraint.class, Constraint::toString, Constraint::parse);
    asText(Path.class, Path::toString, Path::of);
    addSerializer(Instant.class, new Instants.Writer());
    addDeserializer(Instant.class, new Instants.Reader());
    addSerializer(RawJson.class, new RawWriter());
    addDeserializer(RawJson.class, new RawReader());
  }

  private <T> void asText(Class<T> type, Function<T, String> write, Function<String, T> read) {
    addSerializer(
        type,
        new ValueSerializer<T>() {
          @Override
          public void serialize(T value, JsonGenerator out, SerializationContext context) {
            out.writeString(write.apply(value));
          }
        });
    addDeserializer(
        type,
        new StdDeserializer<T>(type) {
          @Override
          public T deserialize(JsonParser in, DeserializationContext context) {
            if (!in.currentToken().isScalarValue()) {
              return type.cast(context.handleUnexpectedToken(context.constructType(type), in));
            }
            try {
              return read.apply(in.getString());
            } catch (GridException e) {
              throw Refusals.at(in.streamReadContext(), e);
            }
          }
        });
  }

  private static final class RawWriter extends ValueSerializer<RawJson> {
    @Override
    public void serialize(RawJson value, JsonGenerator out, SerializationContext context) {
      out.writeRawValue(new SerializedString(value.json()));
    }
  }

  private static final class RawReader extends ValueDeserializer<RawJson> {
    @Override
    public RawJson deserialize(JsonParser in, DeserializationContext context) {
      if (in.currentToken() == JsonToken.VALUE_NUMBER_INT) {
        String number = in.getString();
        if (!number.equals("-0")) {
          return new RawJson(number); // as it would be written again
        }
      }
      StringWriter text = new StringWriter();
      try (JsonGenerator copy = Wire.generator(text)) {
        copy.copyCurrentStructureExact(in);
      }
      return new RawJson(text.toString());
    }

    @Override
    public @Nullable Object getAbsentValue(DeserializationContext context) {
      return null;
    }

    @Override
    public RawJson getNullValue(DeserializationContext context) {
      return new RawJson("null");
    }
  }
}
