package io.gridmill.worker.tornado;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import io.gridmill.job.kernel.KernelMethod;
import io.gridmill.worker.kernel.KernelCode;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Writes the class that TornadoVM compiles for a kernel.
 *
 * <pre>{@code
 * public final class K1 implements TornadoFunctions.Task6 {
 *   public void apply(Object o0, …) { run(null, 0, 0, 0, null, null); }   // only read, never called
 *
 *   public static void run(KernelContext context, int never, int ni, int nj, float a, float[] x) {
 *     int i = context.globalIdy;
 *     int j = context.globalIdx;
 *     if (i < ni && j < nj) kernel(i, j, a, x);   // a copy, as are the methods that it calls
 *     if (never != 0) x[0] = x[0] + 1;
 *   }
 * }
 * }</pre>
 *
 * <p>TornadoVM finds {@code run} by scanning the bytes of {@code apply} for the first call, and
 * reads one byte of its place in the constant pool; so {@code apply} holds nothing else, and is
 * written first. The names of {@code run}'s variables are needed, too.
 *
 * <p>An array that is given twice is taken once: TornadoVM never ends with a task that writes to an
 * argument that it has twice.
 *
 * <p>The last line is for its analysis of what a kernel reads and writes, which is made before
 * {@code never}, which is 0, is known: an array that a kernel seems to overwrite would not be
 * copied to the device, and what the kernel leaves alone would come back as zeros.
 */
final class KernelWrapper {
  private static final String RUN = "run";
  private static final ClassDesc INTEGER = ClassDesc.of("java.lang.Integer");
  private static final List<String> INDEX_FIELDS = List.of("globalIdx", "globalIdy", "globalIdz");

  private final ClassDesc self;
  private final ClassDesc context;
  private final KernelMethod kernel;
  private final KernelCode code;
  private final List<Integer> same;
  private final List<Variable> variables = new ArrayList<>();

  /** A local variable of {@code run}. */
  private record Variable(String name, ClassDesc type, int slot) {}

  private KernelWrapper(
      String name, Class<?> context, KernelMethod kernel, KernelCode code, List<Integer> same) {
    this.code = code;
    this.self = ClassDesc.of(name);
    this.context = desc(context);
    this.kernel = kernel;
    this.same = same;
    declare("context", this.context);
    declare("never", CD_int);
    for (int d = 0; d < kernel.dimensions(); d++) {
      declare("n" + (char) ('i' + d), CD_int);
    }
    Class<?>[] parameters = kernel.method().getParameterTypes();
    for (int p = kernel.dimensions(); p < parameters.length; p++) {
      int argument = p - kernel.dimensions();
      if (same.get(argument) == argument) {
        declare("a" + argument, taken(parameters[p]));
      }
    }
  }

  /** For each argument of a launch the first one that is the same array; scalars are their own. */
  static List<Integer> same(List<Object> arguments) {
    Map<Object, Integer> arrays = new HashMap<>();
    List<Integer> same = new ArrayList<>();
    for (int a = 0; a < arguments.size(); a++) {
      Object argument = arguments.get(a);
      same.add(argument.getClass().isArray() ? arrays.computeIfAbsent(argument, at(a)) : a);
    }
    return same;
  }

  /** What TornadoVM is given for a value: it takes arrays and numbers, and no small numbers. */
  static Object given(Object value) {
    return switch (value) {
      case Boolean b -> b ? 1 : 0;
      case Character c -> (int) c;
      case Byte b -> (int) b;
      case Short s -> (int) s;
      default -> value;
    };
  }

  /** The type of what it is given; the virtual machine has no smaller numbers either. */
  private static ClassDesc taken(Class<?> parameter) {
    return parameter.isPrimitive()
        ? TypeKind.from(parameter).asLoadable().upperBound()
        : desc(parameter);
  }

  private static Function<Object, Integer> at(int position) {
    return _ -> position;
  }

  /**
   * The class file.
   *
   * @param context TornadoVM's class of that name
   * @param code the kernel's, which is copied into the class
   * @param same for each argument the first one that is the same array, see {@link #same}
   */
  static byte[] write(
      String name, Class<?> context, KernelMethod kernel, KernelCode code, List<Integer> same) {
    KernelWrapper wrapper = new KernelWrapper(name, context, kernel, code, same);
    return ClassFile.of().build(wrapper.self, wrapper::write);
  }

  private void write(ClassBuilder type) {
    List<ClassDesc> parameters = variables.stream().map(Variable::type).toList();
    MethodTypeDesc run = MethodTypeDesc.of(CD_void, parameters);
    type.withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
        .withInterfaceSymbols(desc(TornadoApi.taskType(parameters.size())))
        .withMethodBody(
            "apply",
            MethodTypeDesc.of(CD_void, Collections.nCopies(parameters.size(), CD_Object)),
            ClassFile.ACC_PUBLIC,
            body -> {
              parameters.forEach(parameter -> loadDefault(body, parameter));
              body.invokestatic(self, RUN, run).return_();
            });
    KernelCode.Copy copy = code.emit(type, self, "kernel");
    type.withMethodBody(
            INIT_NAME,
            MTD_void,
            ClassFile.ACC_PUBLIC,
            body -> body.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_())
        .withMethodBody(
            RUN, run, ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC, body -> run(body, copy));
  }

  private static void loadDefault(CodeBuilder code, ClassDesc type) {
    switch (TypeKind.from(type).asLoadable()) {
      case LONG -> code.lconst_0();
      case FLOAT -> code.fconst_0();
      case DOUBLE -> code.dconst_0();
      case REFERENCE -> code.aconst_null();
      default -> code.iconst_0();
    }
  }

  private void run(CodeBuilder code, KernelCode.Copy copy) {
    List<Variable> given = List.copyOf(variables);
    Label start = code.newBoundLabel();
    Label end = code.newLabel();
    int dimensions = kernel.dimensions();
    List<Variable> indices = new ArrayList<>();
    for (int d = 0; d < dimensions; d++) {
      Variable index = declare(String.valueOf((char) ('i' + d)), CD_int);
      indices.add(index);
      code.aload(0)
          .getfield(context, INDEX_FIELDS.get(dimensions - 1 - d), INTEGER)
          .invokevirtual(INTEGER, "intValue", MethodTypeDesc.of(CD_int))
          .istore(index.slot());
    }
    Label outside = code.newLabel();
    for (int d = 0; d < dimensions; d++) {
      code.iload(indices.get(d).slot()).iload(given.get(2 + d).slot()).if_icmpge(outside);
    }
    indices.forEach(index -> code.iload(index.slot()));
    List<Variable> values = given.subList(2 + dimensions, given.size());
    for (int first : same) {
      Variable value =
          values.stream().filter(v -> v.name().equals("a" + first)).findFirst().orElseThrow();
      code.loadLocal(TypeKind.from(value.type()), value.slot());
    }
    code.invokestatic(self, copy.name(), copy.type());
    code.labelBinding(outside);
    Label done = code.newLabel();
    code.iload(1).ifeq(done);
    values.stream().filter(value -> value.type().isArray()).forEach(array -> touch(code, array));
    code.labelBinding(done).return_().labelBinding(end);
    for (Variable variable : variables) {
      code.localVariable(variable.slot(), variable.name(), variable.type(), start, end);
    }
  }

  /** Reads and writes an element. */
  private static void touch(CodeBuilder code, Variable array) {
    TypeKind kind = TypeKind.from(array.type().componentType());
    code.aload(array.slot()).iconst_0().dup2().arrayLoad(kind);
    switch (kind.asLoadable()) {
      case LONG -> code.lconst_1().ladd();
      case FLOAT -> code.fconst_1().fadd();
      case DOUBLE -> code.dconst_1().dadd();
      default -> code.iconst_1().iadd();
    }
    code.arrayStore(kind);
  }

  private Variable declare(String name, ClassDesc type) {
    int slot = 0;
    for (Variable before : variables) {
      slot = before.slot() + TypeKind.from(before.type()).slotSize();
    }
    Variable made = new Variable(name, type, slot);
    variables.add(made);
    return made;
  }

  private static ClassDesc desc(Class<?> type) {
    return ClassDesc.ofDescriptor(type.descriptorString());
  }
}
