package io.gridmill.worker.kernel;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes the copies of all methods of a kernel into one class. */
final class KernelCopies {

  private final ClassDesc self;
  private final Map<Call, ReachedMethod> methods;
  private final Map<Call, ConstantDesc> constants;
  private final @Nullable TraceCode trace;
  private final Map<Call, String> names = new HashMap<>();

  /**
   * Gives each copy a name: the prefix alone for the kernel, with numbers for the others.
   *
   * @param trace how accesses to arrays are replaced, or null to leave them as they are
   */
  KernelCopies(ClassDesc self, String prefix, KernelReach reach, @Nullable TraceCode trace) {
    this.self = self;
    this.methods = reach.methods();
    this.constants = reach.constants();
    this.trace = trace;
    for (Call call : methods.keySet()) {
      names.put(call, names.isEmpty() ? prefix : prefix + "$" + names.size());
    }
  }

  void write(ClassBuilder type) {
    boolean root = true;
    for (ReachedMethod method : methods.values()) {
      boolean named = root;
      root = false;
      type.withMethodBody(
          name(method.call()),
          method.type(),
          ClassFile.ACC_STATIC | (named ? ClassFile.ACC_PUBLIC : ClassFile.ACC_PRIVATE),
          code -> {
            Label start = code.newBoundLabel();
            Label end = code.newLabel();
            new MethodCopy(this, method, code).write();
            code.labelBinding(end);
            if (named) {
              nameParameters(code, method, start, end);
            }
          });
    }
  }

  boolean traced() {
    return trace != null;
  }

  TraceCode trace() {
    return Objects.requireNonNull(trace);
  }

  ConstantDesc constant(FieldInstruction field) {
    Call key =
        new Call(
            field.owner().asInternalName(),
            field.name().stringValue(),
            field.typeSymbol().descriptorString());
    return Objects.requireNonNull(constants.get(key));
  }

  void invoke(CodeBuilder code, Call call) {
    code.invokestatic(self, name(call), call.type());
  }

  private String name(Call call) {
    return Objects.requireNonNull(names.get(call));
  }

  private static void nameParameters(
      CodeBuilder code, ReachedMethod method, Label start, Label end) {
    int slot = 0;
    for (ClassDesc parameter : method.type().parameterList()) {
      code.localVariable(slot, "p" + slot, parameter, start, end);
      slot += TypeKind.from(parameter).slotSize();
    }
  }
}
