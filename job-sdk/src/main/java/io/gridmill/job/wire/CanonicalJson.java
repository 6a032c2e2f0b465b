package io.gridmill.job.wire;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** JSON values written so that equal ones are equal byte for byte. */
final class CanonicalJson {
  private static final ObjectReader READER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  private CanonicalJson() {}

  static byte[] of(byte[] json) {
    try {
      JsonNode value = READER.readValue(json);
      StringWriter text = new StringWriter();
      try (JsonGenerator out = Wire.generator(text)) {
        write(value, out);
      }
      return text.toString().getBytes(StandardCharsets.UTF_8);
    } catch (JacksonException e) {
      throw Refusals.of(e, "JSON value");
    }
  }

  private static void write(JsonNode value, JsonGenerator out) {
    if (value.isObject()) {
      Map<String, JsonNode> fields = new TreeMap<>();
      value.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
      out.writeStartObject();
      fields.forEach(
          (name, field) -> {
            out.writeName(name);
            write(field, out);
          });
      out.writeEndObject();
    } else if (value.isArray()) {
      out.writeStartArray();
      value.forEach(element -> write(element, out));
      out.writeEndArray();
    } else if (value.isNumber()) {
      BigDecimal number = value.decimalValue();
      out.writeNumber(number.signum() == 0 ? "0" : number.stripTrailingZeros().toString());
    } else if (value.isBoolean()) {
      out.writeBoolean(value.booleanValue());
    } else if (value.isNull()) {
      out.writeNull();
    } else {
      out.writeString(value.stringValue());
    }
  }
}
