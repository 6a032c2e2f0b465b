package io.gridmill.worker.kernel;

import java.lang.classfile.MethodModel;
import java.lang.constant.MethodTypeDesc;

/**
 * A method that a kernel reaches, checked and ready to be copied.
 *
 * @param call how it is called
 * @param local the number of local slots it uses
 * @param flow its code
 * @param loops the loops of that code
 * @param replacement whether it is one of {@link DeviceMath}'s, which are copied as they are
 */
record ReachedMethod(Call call, int local, ControlFlow flow, Loops loops, boolean replacement) {

  static ReachedMethod of(Call call, MethodModel method, boolean replacement) {
    var code = method.findAttribute(java.lang.classfile.Attributes.code()).orElseThrow();
    ControlFlow flow = ControlFlow.of(code);
    return new ReachedMethod(call, code.maxLocals(), flow, Loops.of(flow), replacement);
  }

  MethodTypeDesc type() {
    return call.type();
  }
}
