package io.gridmill.worker.kernel;

import java.lang.classfile.Annotation;
import java.lang.classfile.Attributes;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeAnnotation;
import java.util.stream.Stream;

/** The annotations of TornadoVM that change what a method means; known by their simple names. */
final class KernelAnnotations {

  private KernelAnnotations() {}

  static boolean reduces(MethodModel method) {
    return Stream.of(
            method
                .findAttribute(Attributes.runtimeVisibleParameterAnnotations())
                .map(a -> a.parameterAnnotations().stream().flatMap(each -> each.stream())),
            method
                .findAttribute(Attributes.runtimeInvisibleParameterAnnotations())
                .map(a -> a.parameterAnnotations().stream().flatMap(each -> each.stream())),
            method
                .findAttribute(Attributes.runtimeVisibleTypeAnnotations())
                .map(a -> a.annotations().stream().map(TypeAnnotation::annotation)),
            method
                .findAttribute(Attributes.runtimeInvisibleTypeAnnotations())
                .map(a -> a.annotations().stream().map(TypeAnnotation::annotation)))
        .flatMap(found -> found.orElse(Stream.empty()))
        .anyMatch(KernelAnnotations::isReduce);
  }

  private static boolean isReduce(Annotation annotation) {
    return annotation.className().stringValue().matches(".*[/$]Reduce;");
  }
}
