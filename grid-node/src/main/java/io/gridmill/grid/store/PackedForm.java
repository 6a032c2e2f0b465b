package io.gridmill.grid.store;

import io.gridmill.job.wire.Wire;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How values of one type are packed. Each is read up to where it ends. */
interface PackedForm {
  void write(PackedOutput out, Object value);

  @Nullable Object read(PackedInput in, int end);

  /** Numbers by their types. */
  Map<Class<?>, PackedForm> NUMBERS =
      Map.of(
          long.class, new OfNumber(false),
          int.class, new OfNumber(true),
          Long.class, new OfNumber(false),
          Integer.class, new OfNumber(true));

  /** The forms of records and sealed interfaces, each found out once. */
  ClassValue<PackedForm> OF_CLASSES =
      new ClassValue<>() {
        @Override
        protected PackedForm computeValue(Class<?> type) {
          if (type.isRecord()) {
            return PackedRecord.of(type);
          }
          Class<?> root = type.isInterface() && type.isSealed() ? type : null;
          if (root != null
              && Arrays.stream(root.getPermittedSubclasses()).allMatch(Class::isRecord)) {
            return new PackedKinds(root);
          }
          if (type == double.class) {
            return new OfClass(Double.class);
          }
          return NUMBERS.containsKey(type) ? NUMBERS.get(type) : new OfClass(type);
        }
      };

  static PackedForm of(Class<?> type) {
    return OF_CLASSES.get(type);
  }

  /** The form of a component's type. */
  static PackedForm of(Type type) {
    if (type instanceof Class<?> plain) {
      return of(plain);
    }
    if (type instanceof ParameterizedType generic) {
      Type[] of = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class) {
        return new OfList(of(of[0]));
      }
      if (generic.getRawType() == Map.class && of[0] == String.class) {
        return new OfMap(of(of[1]));
      }
    }
    return new OfJson(type);
  }

  /** The hash that stands for a name. */
  static short hash(String name) {
    int hash = name.hashCode();
    return (short) (hash ^ (hash >>> 16));
  }

  /** Whole numbers. */
  record OfNumber(boolean isInt) implements PackedForm {
    @Override
    public void write(PackedOutput out, Object value) {
      out.number(((Number) value).longValue());
    }

    @Override
    public Object read(PackedInput in, int end) {
      long value = in.number();
      return isInt ? (Object) Math.toIntExact(value) : (Object) value;
    }
  }

  /** Values of plain types. */
  record OfClass(Class<?> type) implements PackedForm {
    @Override
    public void write(PackedOutput out, Object value) {
      switch (value) {
        case String text -> out.text(text);
        case Boolean flag -> out.octet(flag ? 1 : 0);
        case Enum<?> one -> out.text(one.name());
        case Instant instant -> {
          out.number(instant.getEpochSecond());
          out.number(instant.getNano());
        }
        case Duration duration -> {
          out.number(duration.getSeconds());
          out.number(duration.getNano());
        }
        default -> out.octets(Wire.bytes(value));
      }
    }

    @Override
    public @Nullable Object read(PackedInput in, int end) {
      if (type == String.class) {
        return in.text(end);
      }
      if (type == boolean.class || type == Boolean.class) {
        return in.octet() != 0;
      }
      if (type == Instant.class) {
        return Instant.ofEpochSecond(in.number(), in.number());
      }
      if (type == Duration.class) {
        return Duration.ofSeconds(in.number(), in.number());
      }
      return type.isEnum() ? one(in.text(end)) : Wire.readOwn(in.octets(end), type);
    }

    private Object one(String name) {
      for (Object one : Objects.requireNonNull(type.getEnumConstants())) {
        if (((Enum<?>) one).name().equals(name)) {
          return one;
        }
      }
      throw new IllegalArgumentException(type.getSimpleName() + ": " + name + " is not known");
    }
  }

  /** Values of types that have no form of their own. */
  record OfJson(Type type) implements PackedForm {
    @Override
    public void write(PackedOutput out, Object value) {
      out.octets(Wire.bytes(value));
    }

    @Override
    public @Nullable Object read(PackedInput in, int end) {
      return Wire.readOwn(in.octets(end), type);
    }
  }

  /** Lists. */
  record OfList(PackedForm elements) implements PackedForm {
    @Override
    public void write(PackedOutput out, Object value) {
      for (Object element : (List<?>) value) {
        int begun = out.begin();
        elements.write(out, Objects.requireNonNull(element));
        out.end(begun);
      }
    }

    @Override
    public Object read(PackedInput in, int end) {
      List<@Nullable Object> all = new ArrayList<>();
      while (in.at() < end) {
        all.add(elements.read(in, in.end(end)));
      }
      return all;
    }
  }

  /** Maps with keys that are text. */
  record OfMap(PackedForm values) implements PackedForm {
    @Override
    public void write(PackedOutput out, Object value) {
      ((Map<?, ?>) value)
          .forEach(
              (key, one) -> {
                int begun = out.begin();
                out.text((String) key);
                out.end(begun);
                begun = out.begin();
                values.write(out, Objects.requireNonNull(one));
                out.end(begun);
              });
    }

    @Override
    public Object read(PackedInput in, int end) {
      Map<String, @Nullable Object> all = new LinkedHashMap<>();
      while (in.at() < end) {
        String key = in.text(in.end(end));
        all.put(key, values.read(in, in.end(end)));
      }
      return all;
    }
  }
}
