package io.gridmill.grid.store;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How a record is packed, component by component. */
final class PackedRecord implements PackedForm {
  private static final MethodType GETTER = MethodType.methodType(Object.class, Object.class);

  private final MethodHandle maker;
  private final MethodHandle[] getters;
  private final short[] hashes;

  /** The forms of its components, each found when it is needed. */
  private final @Nullable PackedForm[] forms;

  private final Type[] types;

  /** What a component is that is not there. */
  private final @Nullable Object[] absent;

  private PackedRecord(Class<?> type) throws IllegalAccessException, NoSuchMethodException {
    RecordComponent[] components = type.getRecordComponents();
    MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    maker =
        lookup
            .findConstructor(type, MethodType.methodType(void.class, types))
            .asSpreader(Object[].class, types.length)
            .asType(MethodType.methodType(Object.class, Object[].class));
    getters = new MethodHandle[types.length];
    hashes = new short[types.length];
    forms = new @Nullable PackedForm[types.length];
    this.types =
        Arrays.stream(components).map(RecordComponent::getGenericType).toArray(Type[]::new);
    absent = new @Nullable Object[types.length];
    for (int i = 0; i < types.length; i++) {
      getters[i] = lookup.unreflect(components[i].getAccessor()).asType(GETTER);
      hashes[i] = PackedForm.hash(components[i].getName());
      absent[i] = absent(types[i]);
      for (int j = 0; j < i; j++) {
        if (hashes[i] == hashes[j]) {
          throw new IllegalArgumentException(
              type.getSimpleName() + "." + components[i].getName() + ": the hash of another name");
        }
      }
    }
  }

  static PackedForm of(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    try {
      PackedRecord form = new PackedRecord(type);
      return components.length == 1 && components[0].getType() == String.class
          ? form.new Text()
          : form;
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("record " + type.getName() + " cannot be packed", e);
    }
  }

  private static @Nullable Object absent(Class<?> type) {
    return type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0) : null;
  }

  @Override
  public void write(PackedOutput out, Object value) {
    for (int i = 0; i < getters.length; i++) {
      Object part = get(i, value);
      if (part != null && (absent[i] == null || !part.equals(absent[i]))) {
        out.hash(hashes[i]);
        int begun = out.begin();
        form(i).write(out, part);
        out.end(begun);
      }
    }
  }

  @Override
  public Object read(PackedInput in, int end) {
    @Nullable Object[] parts = absent.clone();
    int next = 0;
    while (in.at() < end) {
      int known = place(in.hash(), next);
      int partEnd = in.end(end);
      if (known >= 0) {
        parts[known] = form(known).read(in, partEnd);
        next = known + 1;
      }
      in.skipTo(partEnd);
    }
    return make(parts);
  }

  /** Threads that meet here find the same. */
  private PackedForm form(int part) {
    PackedForm known = forms[part];
    if (known == null) {
      known = PackedForm.of(types[part]);
      forms[part] = known;
    }
    return known;
  }

  /** The component with this hash, most likely at or after a place; -1 if there is none. */
  private int place(short hash, int likely) {
    for (int i = likely; i < hashes.length; i++) {
      if (hashes[i] == hash) {
        return i;
      }
    }
    for (int i = 0; i < likely; i++) {
      if (hashes[i] == hash) {
        return i;
      }
    }
    return -1;
  }

  private @Nullable Object get(int part, Object value) {
    try {
      return (Object) getters[part].invokeExact(value);
    } catch (Throwable e) {
      throw asUnchecked(e);
    }
  }

  private Object make(@Nullable Object[] parts) {
    try {
      return (Object) maker.invokeExact(parts);
    } catch (Throwable e) {
      throw asUnchecked(e);
    }
  }

  /** What accessors and constructors of records throw: nothing that is checked. */
  private static RuntimeException asUnchecked(Throwable e) {
    return switch (e) {
      case RuntimeException known -> known;
      case Error error -> throw error;
      default -> new IllegalStateException(e);
    };
  }

  /** A record of nothing but a text. */
  private final class Text implements PackedForm {
    @Override
    public void write(PackedOutput out, Object value) {
      String text = (String) get(0, value);
      if (text == null) {
        throw new IllegalArgumentException(value.getClass().getSimpleName() + ": null");
      }
      out.text(text);
    }

    @Override
    public Object read(PackedInput in, int end) {
      return make(new @Nullable Object[] {in.text(end)});
    }
  }
}
