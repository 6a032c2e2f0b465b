package io.gridmill.worker.kernel;

import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/** Goes through the instructions of one method, refuses, and follows its calls. */
final class MethodCheck {

  private final KernelReach reach;
  private final ReachedMethod method;
  private int line = -1;

  MethodCheck(KernelReach reach, ReachedMethod method) {
    this.reach = reach;
    this.method = method;
  }

  void check() {
    ControlFlow flow = method.flow();
    for (int b = 0; b < flow.size(); b++) {
      if (!method.loops().reaches(b)) {
        continue;
      }
      line = flow.line(b);
      CodeElement before = null;
      for (CodeElement element : flow.block(b).code()) {
        if (element instanceof LineNumber number) {
          line = number.line();
        } else if (element instanceof Instruction instruction) {
          check(instruction, before);
          before = instruction;
        }
      }
    }
    checkLoops();
  }

  private void checkLoops() {
    method
        .loops()
        .irreducible()
        .ifPresent(
            block -> {
              line = method.flow().line(block);
              throw refused(KernelRefusal.IRREDUCIBLE_LOOP, "a loop has two entries");
            });
    for (Loops.Loop loop : method.loops().all()) {
      if (loop.exits() == 0) {
        line = method.flow().line(loop.header());
        throw refused(KernelRefusal.ENDLESS_LOOP, "a loop never ends");
      }
    }
  }

  private void check(Instruction instruction, @Nullable CodeElement before) {
    switch (instruction) {
      case InvokeInstruction invoke -> checkCall(invoke);
      case InvokeDynamicInstruction dynamic ->
          throw refused(
              KernelRefusal.DYNAMIC_CALL,
              dynamic.name().equalsString("makeConcatWithConstants")
                  ? "concatenates strings"
                  : "makes a lambda or a method reference");
      case FieldInstruction field -> checkField(field);
      case ThrowInstruction _ -> throw refused(KernelRefusal.THROW, "throws an exception");
      case NewObjectInstruction object ->
          throw refused(
              object.className().asInternalName().matches(".*(Error|Exception)")
                  ? KernelRefusal.THROW
                  : KernelRefusal.OBJECT,
              "makes a " + object.className().asInternalName().replace('/', '.'));
      case NewPrimitiveArrayInstruction array -> {
        if (array.typeKind() == TypeKind.BOOLEAN) {
          throw refused(KernelRefusal.BOOLEAN_ARRAY, "makes a boolean[]");
        }
        if (DeviceCalls.integer(before) == null) {
          throw refused(
              KernelRefusal.LOCAL_ARRAY, "makes an array whose length is known only when it runs");
        }
      }
      case NewReferenceArrayInstruction _ ->
          throw refused(KernelRefusal.LOCAL_ARRAY, "makes an array of references");
      case NewMultiArrayInstruction _ ->
          throw refused(KernelRefusal.LOCAL_ARRAY, "makes an array of arrays");
      case TypeCheckInstruction _ ->
          throw refused(KernelRefusal.REFERENCE, "casts or tests a reference");
      case ArrayLoadInstruction load when load.typeKind() == TypeKind.REFERENCE ->
          throw refused(KernelRefusal.REFERENCE, "reads an array of references");
      case ArrayStoreInstruction store when store.typeKind() == TypeKind.REFERENCE ->
          throw refused(KernelRefusal.REFERENCE, "writes an array of references");
      case ReturnInstruction back when back.typeKind() == TypeKind.REFERENCE ->
          throw refused(KernelRefusal.REFERENCE, "returns a reference");
      case ConstantInstruction constant when !(constant.constantValue() instanceof Number) ->
          throw refused(
              constant.constantValue() instanceof String
                  ? KernelRefusal.OBJECT
                  : KernelRefusal.REFERENCE,
              "uses the constant " + constant.constantValue());
      case BranchInstruction branch -> checkBranch(branch.opcode());
      case OperatorInstruction operator
          when operator.opcode() == Opcode.FREM || operator.opcode() == Opcode.DREM ->
          throw refused(KernelRefusal.FLOAT_REMAINDER, "takes the remainder of a division");
      default ->
          DeviceCalls.replacement(instruction, before)
              .filter(_ -> !method.replacement())
              .ifPresent(call -> reach.visit(call, method.call(), line));
    }
  }

  private void checkBranch(Opcode opcode) {
    switch (opcode) {
      case IF_ACMPEQ, IF_ACMPNE, IFNULL, IFNONNULL ->
          throw refused(KernelRefusal.REFERENCE, "compares references");
      default -> {}
    }
  }

  private void checkCall(InvokeInstruction invoke) {
    Call call = Call.of(invoke);
    if (invoke.opcode() != Opcode.INVOKESTATIC) {
      throw refused(
          call.owner().equals("java/io/PrintStream")
              ? KernelRefusal.PRINT
              : KernelRefusal.VIRTUAL_CALL,
          "calls " + call);
    }
    if (!isPlatform(call.owner())) {
      reach.visit(call, method.call(), line);
    } else if (DeviceCalls.isNative(call)) {
      if (DeviceCalls.isRough(call)) {
        reach.addRough();
      }
    } else {
      Call replacement =
          DeviceCalls.replacement(call)
              .orElseThrow(
                  () ->
                      refused(
                          call.name().endsWith("Exact")
                              ? KernelRefusal.EXACT_ARITHMETIC
                              : KernelRefusal.JDK_METHOD,
                          "calls " + call));
      reach.visit(replacement, method.call(), line);
    }
  }

  private static boolean isPlatform(String owner) {
    return owner.startsWith("java/") || owner.startsWith("javax/") || owner.startsWith("jdk/");
  }

  private void checkField(FieldInstruction instruction) {
    String owner = instruction.owner().asInternalName().replace('/', '.');
    String name = instruction.name().stringValue();
    ClassDesc type = instruction.typeSymbol();
    String field = owner + "." + name;
    if (instruction.opcode() == Opcode.GETFIELD || instruction.opcode() == Opcode.PUTFIELD) {
      throw refused(KernelRefusal.OBJECT, "uses the field " + field + " of an object");
    }
    if (type.isArray()) {
      throw refused(KernelRefusal.STATIC_ARRAY, "uses the static array " + field);
    }
    if (type.descriptorString().equals("Ljava/io/PrintStream;")) {
      throw refused(KernelRefusal.PRINT, "uses " + field);
    }
    if (instruction.opcode() == Opcode.PUTSTATIC || !type.isPrimitive()) {
      throw refused(KernelRefusal.STATIC_FIELD, "uses the static field " + field);
    }
    reach.addConstant(
        new Call(instruction.owner().asInternalName(), name, type.descriptorString()),
        constant(owner, name, field));
  }

  /** The value of a static final field; its class is initialised, as the kernel would do. */
  private ConstantDesc constant(String owner, String name, String field) {
    try {
      Field found = find(Class.forName(owner, true, reach.loader()), name);
      if (found == null || !Modifier.isFinal(found.getModifiers())) {
        throw refused(KernelRefusal.STATIC_FIELD, "uses the static field " + field);
      }
      found.setAccessible(true);
      return switch (found.get(null)) {
        case Boolean truth -> truth ? 1 : 0;
        case Character character -> (int) character;
        case Byte number -> (int) number;
        case Short number -> (int) number;
        case Integer number -> number;
        case Long number -> number;
        case Float number -> number;
        case Double number -> number;
        case null, default ->
            throw refused(KernelRefusal.STATIC_FIELD, "uses the static field " + field);
      };
    } catch (ReflectiveOperationException | LinkageError | InaccessibleObjectException e) {
      KernelRefused refused =
          refused(
              KernelRefusal.STATIC_FIELD, "the static field " + field + " cannot be read: " + e);
      refused.initCause(e);
      throw refused;
    }
  }

  private static @Nullable Field find(Class<?> type, String name) {
    for (Field field : type.getDeclaredFields()) {
      if (field.getName().equals(name)) {
        return field;
      }
    }
    for (Class<?> up : type.getInterfaces()) {
      Field field = find(up, name);
      if (field != null) {
        return field;
      }
    }
    return type.getSuperclass() == null ? null : find(type.getSuperclass(), name);
  }

  private KernelRefused refused(KernelRefusal reason, String found) {
    return reach.refused(reason, method.call(), line, found);
  }
}
