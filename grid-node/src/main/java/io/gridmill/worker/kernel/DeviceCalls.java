package io.gridmill.worker.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which instructions and methods of the JDK run on a device as they are, or as what instead. */
final class DeviceCalls {

  static final String MATH = "java/lang/Math";

  /** Classes whose methods of the same name and type are replaced. */
  private static final Set<String> REPLACED_OWNERS =
      Set.of(
          MATH,
          "java/lang/StrictMath",
          "java/lang/Integer",
          "java/lang/Long",
          "java/lang/Short",
          "java/lang/Byte",
          "java/lang/Float",
          "java/lang/Double");

  /** Correctly rounded on devices as on the JVM. */
  private static final Call SQRT = new Call(MATH, "sqrt", "(D)D");

  /** Right on devices within some units in the last place. */
  private static final Set<Call> ROUGH =
      Set.of(
          new Call(MATH, "sin", "(D)D"),
          new Call(MATH, "cos", "(D)D"),
          new Call(MATH, "tan", "(D)D"),
          new Call(MATH, "exp", "(D)D"),
          new Call(MATH, "log", "(D)D"),
          new Call(MATH, "tanh", "(D)D"),
          new Call(MATH, "pow", "(DD)D"),
          new Call(MATH, "atan2", "(DD)D"));

  private static final ClassModel INTEGERS = parse(DeviceMath.class);
  private static final ClassModel FLOATS = parse(DeviceFloats.class);
  private static final Map<String, Call> REPLACEMENTS = new HashMap<>();

  static {
    for (ClassModel owner : new ClassModel[] {INTEGERS, FLOATS}) {
      owner
          .methods()
          .forEach(
              method -> {
                String name = method.methodName().stringValue();
                String type = method.methodType().stringValue();
                REPLACEMENTS.put(
                    name + type, new Call(owner.thisClass().asInternalName(), name, type));
              });
    }
  }

  private DeviceCalls() {}

  /** The class that a replacement is copied from, if the call is one. */
  static Optional<ClassModel> source(String owner) {
    return owner.equals(INTEGERS.thisClass().asInternalName())
        ? Optional.of(INTEGERS)
        : owner.equals(FLOATS.thisClass().asInternalName())
            ? Optional.of(FLOATS)
            : Optional.empty();
  }

  /** Whether devices have the method, and how right they are is stated. */
  static boolean isNative(Call call) {
    return call.equals(SQRT) || ROUGH.contains(call);
  }

  /** Whether a device's result may differ from the JVM's in the last places. */
  static boolean isRough(Call call) {
    return ROUGH.contains(call);
  }

  /** What a method of the JDK is replaced with. */
  static Optional<Call> replacement(Call call) {
    return REPLACED_OWNERS.contains(call.owner())
        ? Optional.ofNullable(REPLACEMENTS.get(call.name() + call.descriptor()))
        : Optional.empty();
  }

  /**
   * What an instruction is replaced with.
   *
   * @param before the instruction before it in its block
   */
  static Optional<Call> replacement(CodeElement instruction, @Nullable CodeElement before) {
    return switch (instruction) {
      case OperatorInstruction operator -> operator(operator.opcode(), integer(before));
      case ConvertInstruction conversion -> conversion(conversion.opcode());
      default -> Optional.empty();
    };
  }

  private static Optional<Call> operator(Opcode opcode, @Nullable Long constant) {
    boolean shift = constant != null;
    boolean exact = constant != null && constant != 0 && Long.bitCount(Math.abs(constant)) != 1;
    return switch (opcode) {
      case ISHL -> shift ? Optional.empty() : math("shiftLeft", "(II)I");
      case LSHL -> shift ? Optional.empty() : math("shiftLeft", "(JI)J");
      case ISHR -> shift ? Optional.empty() : math("shiftRight", "(II)I");
      case LSHR -> shift ? Optional.empty() : math("shiftRight", "(JI)J");
      case IUSHR -> shift ? Optional.empty() : math("shiftUnsigned", "(II)I");
      case LUSHR -> shift ? Optional.empty() : math("shiftUnsigned", "(JI)J");
      case IDIV -> exact ? Optional.empty() : math("quotient", "(II)I");
      case LDIV -> exact ? Optional.empty() : math("quotient", "(JJ)J");
      case IREM -> exact ? Optional.empty() : math("remainder", "(II)I");
      case LREM -> exact ? Optional.empty() : math("remainder", "(JJ)J");
      default -> Optional.empty();
    };
  }

  private static Optional<Call> conversion(Opcode opcode) {
    return switch (opcode) {
      case F2I -> math("toInt", "(F)I");
      case D2I -> math("toInt", "(D)I");
      case F2L -> math("toLong", "(F)J");
      case D2L -> math("toLong", "(D)J");
      default -> Optional.empty();
    };
  }

  /** The integer that an instruction pushes, or null. */
  static @Nullable Long integer(@Nullable CodeElement instruction) {
    if (!(instruction instanceof ConstantInstruction constant)) {
      return null;
    }
    return switch (constant.constantValue()) {
      case Integer i -> (long) i;
      case Long l -> l;
      default -> null;
    };
  }

  private static Optional<Call> math(String name, String type) {
    return Optional.of(new Call(INTEGERS.thisClass().asInternalName(), name, type));
  }

  private static ClassModel parse(Class<?> type) {
    try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
      if (in == null) {
        throw new IllegalStateException(type + ": its class file is not on the class path");
      }
      return ClassFile.of().parse(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(type + ": its class file cannot be read", e);
    }
  }
}
