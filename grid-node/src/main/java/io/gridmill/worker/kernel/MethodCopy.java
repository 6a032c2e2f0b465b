package io.gridmill.worker.kernel;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes the body of one copied method, block by block, with what is replaced in it. */
final class MethodCopy {

  private final KernelCopies copies;
  private final ReachedMethod method;
  private final CodeBuilder code;
  private final LoopExits exits;
  private final LocalSlots slots;

  MethodCopy(KernelCopies copies, ReachedMethod method, CodeBuilder code) {
    this.copies = copies;
    this.method = method;
    this.code = code;
    this.exits = new LoopExits(code, method.flow(), method.loops());
    this.slots = new LocalSlots(method, exits.slots());
  }

  void write() {
    exits.setSlots(slots.firstExtra());
    if (exits.slots() > 0) {
      slots.clear(code);
    }
    ControlFlow flow = method.flow();
    for (int b = 0; b < flow.size(); b++) {
      if (!method.loops().reaches(b)) {
        continue;
      }
      exits.begin(b);
      if (copies.traced() && method.loops().all().stream().anyMatch(headedBy(b))) {
        copies.trace().step(code);
      }
      CodeElement before = null;
      for (CodeElement element : flow.block(b).code()) {
        write(b, element, before);
        if (element instanceof Instruction) {
          before = element;
        }
      }
      if (flow.block(b).fallsThrough()) {
        exits.fallThrough(b);
      }
    }
    exits.finish();
  }

  private static java.util.function.Predicate<Loops.Loop> headedBy(int block) {
    return loop -> loop.header() == block;
  }

  private void write(int block, CodeElement element, @Nullable CodeElement before) {
    switch (element) {
      case LineNumber line -> code.lineNumber(line.line());
      case BranchInstruction branch -> write(block, branch);
      case TableSwitchInstruction table ->
          code.tableswitch(
              table.lowValue(),
              table.highValue(),
              exits.label(block, table.defaultTarget()),
              cases(block, table.cases()));
      case LookupSwitchInstruction table ->
          code.lookupswitch(exits.label(block, table.defaultTarget()), cases(block, table.cases()));
      case LoadInstruction load ->
          code.loadLocal(load.typeKind(), slots.slot(load.slot(), load.typeKind()));
      case StoreInstruction store ->
          code.storeLocal(store.typeKind(), slots.slot(store.slot(), store.typeKind()));
      case IncrementInstruction add ->
          code.iinc(slots.slot(add.slot(), TypeKind.INT), add.constant());
      case InvokeInstruction invoke -> call(Call.of(invoke));
      case FieldInstruction field -> code.loadConstant(copies.constant(field));
      case ArrayLoadInstruction load when copies.traced() ->
          copies.trace().load(code, load.typeKind());
      case ArrayStoreInstruction store when copies.traced() ->
          copies.trace().store(code, store.typeKind());
      default -> writeOther(element, before);
    }
  }

  private void write(int block, BranchInstruction branch) {
    if (ControlFlow.isGoto(branch)) {
      code.goto_(exits.label(block, branch.target()));
    } else {
      code.branch(branch.opcode(), exits.label(block, branch.target()));
    }
  }

  private List<SwitchCase> cases(int block, List<SwitchCase> cases) {
    return cases.stream()
        .map(one -> SwitchCase.of(one.caseValue(), exits.label(block, one.target())))
        .toList();
  }

  private void call(Call call) {
    if (DeviceCalls.isNative(call)) {
      code.invokestatic(
          java.lang.constant.ClassDesc.ofInternalName(call.owner()), call.name(), call.type());
    } else {
      copies.invoke(code, DeviceCalls.replacement(call).orElse(call));
    }
  }

  private void writeOther(CodeElement element, @Nullable CodeElement before) {
    Optional<Call> replacement =
        method.replacement() ? Optional.empty() : DeviceCalls.replacement(element, before);
    if (replacement.isPresent()) {
      copies.invoke(code, replacement.get());
    } else if (!method.replacement() && element instanceof OperatorInstruction operator) {
      write(operator, before);
    } else {
      code.with(element);
    }
  }

  /** An operator; a shift by a constant is done here, the others are right on devices. */
  private void write(OperatorInstruction operator, @Nullable CodeElement before) {
    Long constant = DeviceCalls.integer(before);
    Opcode opcode = operator.opcode();
    switch (opcode) {
      case ISHL, ISHR -> within(constant, 31).with(operator);
      case LSHL, LSHR -> within(constant, 63).with(operator);
      case IUSHR -> within(constant, 31).ishr().loadConstant(-1 >>> (by(constant) & 31)).iand();
      case LUSHR -> within(constant, 63).lshr().loadConstant(-1L >>> (by(constant) & 63)).land();
      default -> code.with(operator);
    }
  }

  private CodeBuilder within(@Nullable Long constant, int mask) {
    int by = by(constant);
    return by == (by & mask) ? code : code.pop().loadConstant(by & mask);
  }

  private static int by(@Nullable Long constant) {
    if (constant == null) {
      throw new IllegalStateException("a shift by a variable (expected: replaced by a call)");
    }
    return constant.intValue();
  }
}
