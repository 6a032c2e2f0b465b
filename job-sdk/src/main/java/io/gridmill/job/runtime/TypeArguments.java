package io.gridmill.job.runtime;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a class states for the type parameters of an interface, itself or through its parents. */
final class TypeArguments {
  private final Class<?> type;
  private final List<Type> arguments;

  private TypeArguments(Class<?> type, List<Type> arguments) {
    this.type = type;
    this.arguments = arguments;
  }

  static TypeArguments of(Class<?> type, Class<?> face) throws JobFailure {
    List<Type> found = find(type, face);
    if (found == null || found.isEmpty()) {
      String parameters =
          Arrays.stream(face.getTypeParameters())
              .map(TypeVariable::getName)
              .collect(Collectors.joining(", "));
      throw JobClass.refused(
          type,
          "implements %s without its types (expected: %s<%s>, all stated)"
              .formatted(face.getSimpleName(), face.getSimpleName(), parameters));
    }
    return new TypeArguments(type, found);
  }

  /** The argument at this place; refused if it is not known in full. */
  Type get(int index, String role) throws JobFailure {
    Type argument = arguments.get(index);
    TypeVariable<?> unknown = variableIn(argument);
    if (unknown != null) {
      throw JobClass.refused(
          type,
          "its %s type is %s, where %s is not known (expected: a type stated in full)"
              .formatted(role, argument.getTypeName(), unknown.getName()));
    }
    return argument;
  }

  private static @Nullable List<Type> find(Type from, Class<?> face) {
    Class<?> raw;
    Map<TypeVariable<?>, Type> known = new HashMap<>();
    if (from instanceof ParameterizedType parameterized) {
      raw = (Class<?>) parameterized.getRawType();
      Type[] given = parameterized.getActualTypeArguments();
      for (int i = 0; i < given.length; i++) {
        known.put(raw.getTypeParameters()[i], given[i]);
      }
      if (raw == face) {
        return List.of(given);
      }
    } else {
      raw = (Class<?>) from;
      if (raw == face) {
        return List.of();
      }
    }
    for (Type parent : parents(raw)) {
      List<Type> found = find(replaced(parent, known), face);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static List<Type> parents(Class<?> type) {
    List<Type> parents = new ArrayList<>(List.of(type.getGenericInterfaces()));
    Type parent = type.getGenericSuperclass();
    if (parent != null) {
      parents.add(parent);
    }
    return parents;
  }

  private static Type replaced(Type type, Map<TypeVariable<?>, Type> known) {
    return switch (type) {
      case TypeVariable<?> variable -> known.getOrDefault(variable, variable);
      case ParameterizedType p ->
          new Parameterized(
              (Class<?>) p.getRawType(),
              Arrays.stream(p.getActualTypeArguments()).map(a -> replaced(a, known)).toList(),
              p.getOwnerType());
      case GenericArrayType a -> arrayOf(replaced(a.getGenericComponentType(), known));
      case WildcardType w when w.getLowerBounds().length == 0 ->
          replaced(w.getUpperBounds()[0], known); // reading a List<? extends T> makes a List<T>
      default -> type;
    };
  }

  private static Type arrayOf(Type component) {
    return component instanceof Class<?> c ? c.arrayType() : new Array(component);
  }

  private static @Nullable TypeVariable<?> variableIn(Type type) {
    return switch (type) {
      case TypeVariable<?> variable -> variable;
      case ParameterizedType p -> firstIn(p.getActualTypeArguments());
      case GenericArrayType a -> variableIn(a.getGenericComponentType());
      case WildcardType w -> firstIn(w.getUpperBounds());
      default -> null;
    };
  }

  private static @Nullable TypeVariable<?> firstIn(Type[] types) {
    for (Type type : types) {
      TypeVariable<?> variable = variableIn(type);
      if (variable != null) {
        return variable;
      }
    }
    return null;
  }

  private record Parameterized(Class<?> raw, List<Type> arguments, @Nullable Type owner)
      implements ParameterizedType {
    @Override
    public Type[] getActualTypeArguments() {
      return arguments.toArray(Type[]::new);
    }

    @Override
    public Type getRawType() {
      return raw;
    }

    @Override
    public @Nullable Type getOwnerType() {
      return owner;
    }

    @Override
    public String getTypeName() {
      return raw.getTypeName()
          + arguments.stream().map(Type::getTypeName).collect(Collectors.joining(", ", "<", ">"));
    }
  }

  private record Array(Type component) implements GenericArrayType {
    @Override
    public Type getGenericComponentType() {
      return component;
    }

    @Override
    public String getTypeName() {
      return component.getTypeName() + "[]";
    }
  }
}
