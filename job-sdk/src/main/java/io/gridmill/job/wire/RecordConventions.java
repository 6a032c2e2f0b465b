package io.gridmill.job.wire;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.gridmill.job.ErrorCode;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedConstructor;
import tools.jackson.databind.introspect.AnnotatedMethod;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.jsontype.NamedType;

/** Derives from the shape of records and sealed interfaces what annotations would have to say. */
final class RecordConventions extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1L;

  @Override
  public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated a) {
    if (a instanceof AnnotatedClass && sealedRoot(a.getRawType()) != null) {
      return JsonTypeInfo.Value.construct(
          JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, "kind", null, false, true);
    }
    return super.findPolymorphicTypeInfo(config, a);
  }

  @Override
  public @Nullable List<NamedType> findSubtypes(MapperConfig<?> config, Annotated a) {
    Class<?> type = a.getRawType();
    if (a instanceof AnnotatedClass && type.isInterface() && type.isSealed()) {
      return Arrays.stream(type.getPermittedSubclasses())
          .map(t -> new NamedType(t, kind(t)))
          .toList();
    }
    return super.findSubtypes(config, a);
  }

  @Override
  public @Nullable String findTypeName(MapperConfig<?> config, AnnotatedClass type) {
    return sealedRoot(type.getRawType()) != null && type.getRawType().isRecord()
        ? kind(type.getRawType())
        : super.findTypeName(config, type);
  }

  @Override
  public @Nullable Boolean hasAsValue(MapperConfig<?> config, Annotated a) {
    if (a instanceof AnnotatedMethod method
        && method.getName().equals("value")
        && method.getParameterCount() == 0
        && isSingleText(method.getDeclaringClass())) {
      return true;
    }
    return super.hasAsValue(config, a);
  }

  @Override
  public JsonCreator.@Nullable Mode findCreatorAnnotation(MapperConfig<?> config, Annotated a) {
    if (a instanceof AnnotatedConstructor constructor
        && constructor.getParameterCount() == 1
        && Modifier.isPublic(constructor.getModifiers())
        && isSingleText(constructor.getDeclaringClass())) {
      return JsonCreator.Mode.DELEGATING;
    }
    return super.findCreatorAnnotation(config, a);
  }

  /**
   * What a newer release's error code is to this one; other unknown words cannot be made up for.
   */
  @Override
  public @Nullable Enum<?> findDefaultEnumValue(
      MapperConfig<?> config, AnnotatedClass type, Enum<?>[] values) {
    return type.getRawType() == ErrorCode.class ? ErrorCode.INTERNAL : null;
  }

  private static boolean isSingleText(Class<?> type) {
    RecordComponent[] components = type.isRecord() ? type.getRecordComponents() : null;
    return components != null
        && components.length == 1
        && components[0].getName().equals("value")
        && components[0].getType() == String.class;
  }

  private static @Nullable Class<?> sealedRoot(Class<?> type) {
    if (type.isInterface()) {
      return type.isSealed()
              && Arrays.stream(type.getPermittedSubclasses()).allMatch(Class::isRecord)
          ? type
          : null;
    }
    for (Class<?> parent : type.getInterfaces()) {
      if (parent.isSealed()) {
        return parent;
      }
    }
    return null;
  }

  private static String kind(Class<?> type) {
    String name = type.getSimpleName();
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }
}
