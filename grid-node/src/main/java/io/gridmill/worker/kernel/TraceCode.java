package io.gridmill.worker.kernel;

import static java.lang.constant.ConstantDescs.CD_MethodHandles;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.DEFAULT_NAME;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;

/**
 * Replaces accesses to arrays by calls of an {@link Overlay}, the class data of the hidden class.
 */
final class TraceCode {

  private static final ClassDesc OVERLAY = ClassDesc.of(Overlay.class.getName());
  private static final DynamicConstantDesc<?> DATA =
      DynamicConstantDesc.ofNamed(
          ConstantDescs.ofConstantBootstrap(CD_MethodHandles, "classData", CD_Object),
          DEFAULT_NAME,
          OVERLAY);

  void load(CodeBuilder code, TypeKind kind) {
    code.loadConstant(DATA)
        .invokestatic(
            OVERLAY, "load", MethodTypeDesc.of(value(kind), array(kind), CD_int, OVERLAY));
  }

  void store(CodeBuilder code, TypeKind kind) {
    code.loadConstant(DATA)
        .invokestatic(
            OVERLAY,
            "store",
            MethodTypeDesc.of(CD_void, array(kind), CD_int, value(kind), OVERLAY));
  }

  /** One turn of a loop. */
  void step(CodeBuilder code) {
    code.loadConstant(DATA).invokevirtual(OVERLAY, "step", ConstantDescs.MTD_void);
  }

  /** Bytes and booleans share their instructions. */
  private static ClassDesc array(TypeKind kind) {
    return kind == TypeKind.BYTE || kind == TypeKind.BOOLEAN
        ? CD_Object
        : kind.upperBound().arrayType();
  }

  private static ClassDesc value(TypeKind kind) {
    return kind.asLoadable().upperBound();
  }
}
