package io.gridmill.job.kernel;

import static java.lang.constant.ConstantDescs.CD_MethodHandle;
import static java.lang.constant.ConstantDescs.CD_MethodHandles;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.DEFAULT_NAME;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes the loop class of a kernel: what one would write by hand, for the JIT to inline and
 * vectorise.
 *
 * <pre>{@code
 * static void loop(Object[] args, int iFrom, int iTo, int jFrom, int jTo, int kFrom, int kTo) {
 *   float a = (Float) args[0];
 *   float[] x = (float[]) args[1];
 *   for (int i = iFrom; i < iTo; i++) KERNEL.invokeExact(i, a, x);
 * }
 * }</pre>
 *
 * <p>{@code KERNEL} is a method handle and a constant of the class, which the JIT sees through; it
 * calls private kernels, too. (A nestmate in the kernel's package would need a lookup with module
 * access, which no class outside the kernel's module can have, and class loaders of jobs have
 * modules of their own.) The class is hidden, and kept with the kernel's class ({@link
 * ClassValue}): it is made once and goes when that class goes.
 */
final class KernelLoops {

  private static final int ARGUMENTS = 0;
  private static final int BOUNDS = 1;
  private static final int INDICES = 7;
  private static final int PARAMETERS = 10;

  private static final DynamicConstantDesc<MethodHandle> KERNEL =
      DynamicConstantDesc.ofNamed(
          ConstantDescs.ofConstantBootstrap(CD_MethodHandles, "classData", CD_Object),
          DEFAULT_NAME,
          CD_MethodHandle);
  private static final MethodTypeDesc LOOP =
      MethodTypeDesc.of(
          CD_void, CD_Object.arrayType(), CD_int, CD_int, CD_int, CD_int, CD_int, CD_int);
  private static final MethodType LOOP_TYPE =
      MethodType.methodType(
          void.class,
          Object[].class,
          int.class,
          int.class,
          int.class,
          int.class,
          int.class,
          int.class);

  private static final ClassValue<Map<KernelMethod, KernelLoop>> LOOPS =
      new ClassValue<>() {
        @Override
        protected Map<KernelMethod, KernelLoop> computeValue(Class<?> type) {
          return new ConcurrentHashMap<>();
        }
      };

  private KernelLoops() {}

  /** The loop of a kernel; made at the first call. */
  static KernelLoop of(KernelMethod kernel) {
    Map<KernelMethod, KernelLoop> loops = LOOPS.get(kernel.method().getDeclaringClass());
    KernelLoop known = loops.get(kernel);
    if (known != null) {
      return known;
    }
    // Outside the map, because it may run a static initialiser that launches kernels itself.
    KernelLoop made = define(kernel);
    KernelLoop first = loops.putIfAbsent(kernel, made);
    return first == null ? made : first;
  }

  private static KernelLoop define(KernelMethod kernel) {
    try {
      Lookup hidden =
          MethodHandles.lookup()
              .defineHiddenClassWithClassData(write(kernel), handle(kernel), false);
      return new KernelLoop(kernel, hidden.findStatic(hidden.lookupClass(), "loop", LOOP_TYPE));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the loop of " + kernel.name() + " is not as it was written", e);
    }
  }

  private static MethodHandle handle(KernelMethod kernel) {
    Class<?> owner = kernel.method().getDeclaringClass();
    try {
      KernelLoops.class.getModule().addReads(owner.getModule());
      Lookup lookup = MethodHandles.privateLookupIn(owner, MethodHandles.lookup());
      // The handle of a class that is not initialised would ask for that at every index.
      lookup.ensureInitialized(owner);
      return lookup.unreflect(kernel.method());
    } catch (IllegalAccessException e) {
      throw KernelReferences.closed("kernel " + kernel.name(), owner, e);
    } catch (ExceptionInInitializerError e) {
      throw new KernelException(
          "kernel %s: its class cannot be initialised: %s".formatted(kernel.name(), e.getCause()),
          e);
    }
  }

  private static byte[] write(KernelMethod kernel) {
    return ClassFile.of()
        .build(
            ClassDesc.of(KernelLoops.class.getPackageName(), "Loop"),
            type ->
                type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                    .withMethodBody(
                        "loop",
                        LOOP,
                        ClassFile.ACC_STATIC,
                        code -> {
                          loadParameters(code, kernel);
                          loop(code, kernel, 0);
                          code.return_();
                        }));
  }

  /** Moves the arguments into typed locals, once, outside the loops. */
  private static void loadParameters(CodeBuilder code, KernelMethod kernel) {
    Class<?>[] parameters = kernel.method().getParameterTypes();
    int local = PARAMETERS;
    for (int p = kernel.dimensions(); p < parameters.length; p++) {
      Class<?> box = MethodType.methodType(parameters[p]).wrap().returnType();
      code.aload(ARGUMENTS).loadConstant(p - kernel.dimensions()).aaload();
      code.checkcast(desc(box));
      if (parameters[p].isPrimitive()) {
        code.invokevirtual(
            desc(box), parameters[p].getName() + "Value", MethodTypeDesc.of(desc(parameters[p])));
      }
      TypeKind kind = TypeKind.from(parameters[p]);
      code.storeLocal(kind, local);
      local += kind.slotSize();
    }
  }

  /** The loop over one index around the loops over those after it; the call at the core. */
  private static void loop(CodeBuilder code, KernelMethod kernel, int dimension) {
    if (dimension == kernel.dimensions()) {
      call(code, kernel);
      return;
    }
    int index = INDICES + dimension;
    Label head = code.newLabel();
    Label end = code.newLabel();
    code.iload(BOUNDS + 2 * dimension).istore(index);
    code.labelBinding(head).iload(index).iload(BOUNDS + 2 * dimension + 1).if_icmpge(end);
    loop(code, kernel, dimension + 1);
    code.iinc(index, 1).goto_(head).labelBinding(end);
  }

  private static void call(CodeBuilder code, KernelMethod kernel) {
    code.loadConstant(KERNEL);
    for (int d = 0; d < kernel.dimensions(); d++) {
      code.iload(INDICES + d);
    }
    Class<?>[] parameters = kernel.method().getParameterTypes();
    int local = PARAMETERS;
    for (int p = kernel.dimensions(); p < parameters.length; p++) {
      TypeKind kind = TypeKind.from(parameters[p]);
      code.loadLocal(kind, local);
      local += kind.slotSize();
    }
    MethodType type = MethodType.methodType(void.class, parameters);
    code.invokevirtual(
        CD_MethodHandle,
        "invokeExact",
        MethodTypeDesc.ofDescriptor(type.toMethodDescriptorString()));
  }

  private static ClassDesc desc(Class<?> type) {
    return ClassDesc.ofDescriptor(type.descriptorString());
  }
}
