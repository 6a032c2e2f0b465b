package io.gridmill.worker.kernel;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.constant.ClassDesc;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * New numbers for a method's local variables: one that the compiler has used for two types becomes
 * two. So each can be set to zero at the start of the method, and keeps its value on ways through
 * the code that the original does not have.
 */
final class LocalSlots {

  private record Local(int slot, TypeKind kind) {}

  private final Map<Local, Integer> slots = new LinkedHashMap<>();
  private int parameters;
  private int next;

  /** The parameters keep their numbers; {@code extra} slots follow them. */
  LocalSlots(ReachedMethod method, int extra) {
    for (ClassDesc parameter : method.type().parameterList()) {
      TypeKind kind = TypeKind.from(parameter).asLoadable();
      slots.put(new Local(parameters, kind), parameters);
      parameters += kind.slotSize();
    }
    next = parameters + extra;
    for (int b = 0; b < method.flow().size(); b++) {
      for (var element : method.flow().block(b).code()) {
        switch (element) {
          case LoadInstruction load -> slot(load.slot(), load.typeKind());
          case StoreInstruction store -> slot(store.slot(), store.typeKind());
          default -> {}
        }
      }
    }
  }

  /** The first slot after the parameters. */
  int firstExtra() {
    return parameters;
  }

  int slot(int original, TypeKind kind) {
    Integer known = slots.get(new Local(original, kind));
    if (known != null) {
      return known;
    }
    int slot = next;
    slots.put(new Local(original, kind), slot);
    next += kind.slotSize();
    return slot;
  }

  /** Sets all numbers but the parameters to zero. */
  void clear(CodeBuilder code) {
    slots.forEach(
        (local, slot) -> {
          if (slot >= parameters) {
            switch (local.kind()) {
              case LONG -> code.lconst_0().lstore(slot);
              case FLOAT -> code.fconst_0().fstore(slot);
              case DOUBLE -> code.dconst_0().dstore(slot);
              case INT -> code.iconst_0().istore(slot);
              default -> {}
            }
          }
        });
  }
}
