package io.gridmill.worker.kernel;

import io.gridmill.job.kernel.KernelMethod;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.AccessFlags;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.constant.ConstantDesc;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Follows a kernel to every method that it calls, and has each checked. */
final class KernelReach {

  private final String kernel;
  private final ClassLoader loader;
  private final Map<String, Optional<ClassModel>> classes = new HashMap<>();
  private final Map<Call, ReachedMethod> methods = new LinkedHashMap<>();
  private final Map<Call, ConstantDesc> constants = new HashMap<>();
  private final Deque<Call> path = new ArrayDeque<>();
  private boolean rough;

  private KernelReach(String kernel, ClassLoader loader) {
    this.kernel = kernel;
    this.loader = loader;
  }

  /** All that a kernel reaches; the kernel is the first. */
  static KernelReach of(KernelMethod kernel) {
    Method method = kernel.method();
    Call root =
        new Call(
            method.getDeclaringClass().getName().replace('.', '/'),
            method.getName(),
            MethodType.methodType(void.class, method.getParameterTypes())
                .toMethodDescriptorString());
    ClassLoader own = method.getDeclaringClass().getClassLoader();
    KernelReach reach =
        new KernelReach(kernel.name(), own == null ? ClassLoader.getSystemClassLoader() : own);
    for (Class<?> parameter : method.getParameterTypes()) {
      if (parameter == boolean[].class) {
        throw reach.refused(KernelRefusal.BOOLEAN_ARRAY, root, -1, "a parameter is a boolean[]");
      }
      if (!parameter.isPrimitive() && !parameter.isArray()) {
        throw reach.refused(
            KernelRefusal.BOXED_PARAMETER, root, -1, "a parameter is a " + parameter.getTypeName());
      }
    }
    reach.visit(root, root, -1);
    return reach;
  }

  Map<Call, ReachedMethod> methods() {
    return methods;
  }

  /** The values of the static final fields that are read; keyed like a call, by name and type. */
  Map<Call, ConstantDesc> constants() {
    return constants;
  }

  /** Whether a function is called whose last places may differ on a device. */
  boolean rough() {
    return rough;
  }

  ClassLoader loader() {
    return loader;
  }

  void addConstant(Call field, ConstantDesc value) {
    constants.put(field, value);
  }

  void addRough() {
    rough = true;
  }

  /** Checks a method and what it calls, once. */
  void visit(Call call, Call caller, int line) {
    if (path.contains(call)) {
      throw refused(KernelRefusal.RECURSION, caller, line, "calls itself through " + call);
    }
    if (methods.containsKey(call)) {
      return;
    }
    Optional<ClassModel> replacement = DeviceCalls.source(call.owner());
    MethodModel method =
        replacement
            .or(() -> model(call.owner()))
            .flatMap(owner -> find(owner, call))
            .orElseThrow(
                () ->
                    refused(
                        KernelRefusal.NO_BYTECODE,
                        caller,
                        line,
                        "the code of " + call + " is not found"));
    checkDeclaration(method, call, caller, line);
    ReachedMethod reached = ReachedMethod.of(call, method, replacement.isPresent());
    methods.put(call, reached);
    path.push(call);
    new MethodCheck(this, reached).check();
    path.pop();
  }

  KernelRefused refused(KernelRefusal reason, Call method, int line, String found) {
    String file =
        model(method.owner())
            .flatMap(type -> type.findAttribute(Attributes.sourceFile()))
            .map(source -> source.sourceFile().stringValue())
            .orElse("Unknown Source");
    String place =
        "%s.%s(%s%s)"
            .formatted(
                method.owner().replace('/', '.'), method.name(), file, line < 0 ? "" : ":" + line);
    return new KernelRefused(reason, kernel, place, found);
  }

  private void checkDeclaration(MethodModel method, Call call, Call caller, int line) {
    AccessFlags flags = method.flags();
    if (flags.has(AccessFlag.SYNCHRONIZED)) {
      throw refused(KernelRefusal.LOCK, call, -1, "is synchronized");
    }
    if (method.code().isEmpty()) {
      throw refused(KernelRefusal.NO_BYTECODE, caller, line, call + " has no bytecode");
    }
    CodeModel code = method.code().orElseThrow();
    if (code.elementStream().anyMatch(MonitorInstruction.class::isInstance)) {
      throw refused(KernelRefusal.LOCK, call, -1, "takes a lock");
    }
    if (!code.exceptionHandlers().isEmpty()) {
      throw refused(KernelRefusal.CATCH, call, -1, "has a try");
    }
    if (KernelAnnotations.reduces(method)) {
      throw refused(KernelRefusal.REDUCE, call, -1, "a parameter has @Reduce");
    }
  }

  /** A static method may be named by a class that inherits it. */
  private Optional<MethodModel> find(ClassModel owner, Call call) {
    Optional<MethodModel> own =
        owner.methods().stream()
            .filter(
                method ->
                    method.methodName().equalsString(call.name())
                        && method.methodType().equalsString(call.descriptor()))
            .findFirst();
    return own.isPresent()
        ? own
        : owner
            .superclass()
            .flatMap(up -> model(up.asInternalName()))
            .flatMap(up -> find(up, call));
  }

  private Optional<ClassModel> model(String owner) {
    return classes.computeIfAbsent(owner, this::read);
  }

  private Optional<ClassModel> read(String owner) {
    try (InputStream in = loader.getResourceAsStream(owner + ".class")) {
      return in == null ? Optional.empty() : Optional.of(ClassFile.of().parse(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException("kernel " + kernel + ": class " + owner, e);
    }
  }
}
