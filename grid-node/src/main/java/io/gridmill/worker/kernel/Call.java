package io.gridmill.worker.kernel;

import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.MethodTypeDesc;

/**
 * A method as bytecode names it.
 *
 * @param owner the class, with slashes
 * @param name the method
 * @param descriptor its parameters and result
 */
record Call(String owner, String name, String descriptor) {

  static Call of(InvokeInstruction invoke) {
    return new Call(
        invoke.owner().asInternalName(), invoke.name().stringValue(), invoke.type().stringValue());
  }

  MethodTypeDesc type() {
    return MethodTypeDesc.ofDescriptor(descriptor);
  }

  /** The class and the method, for messages. */
  @Override
  public String toString() {
    return owner.replace('/', '.')
        + "."
        + name
        + type().displayDescriptor().replaceAll("\\).*", ")");
  }
}
