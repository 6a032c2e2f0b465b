package io.gridmill.worker.kernel;

import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A method's code as basic blocks, in the order of the bytecode; block 0 is the entry. */
final class ControlFlow {

  /**
   * Instructions that run one after the other, with the line numbers between them. Only the last
   * one branches.
   */
  record Block(List<CodeElement> code, boolean fallsThrough) {}

  private final List<Block> blocks = new ArrayList<>();
  private final Map<Label, Integer> starts = new HashMap<>();
  private final List<List<Integer>> successors = new ArrayList<>();

  private ControlFlow() {}

  static ControlFlow of(CodeModel model) {
    ControlFlow flow = new ControlFlow();
    flow.split(model);
    for (int b = 0; b < flow.blocks.size(); b++) {
      flow.successors.add(flow.targets(b));
    }
    return flow;
  }

  int size() {
    return blocks.size();
  }

  Block block(int index) {
    return blocks.get(index);
  }

  /** The block that begins at a label. */
  int at(Label label) {
    return starts.getOrDefault(label, blocks.size());
  }

  /** The blocks that can come next; the one that is fallen into is the last. */
  List<Integer> successors(int block) {
    return successors.get(block);
  }

  /** The source line of a block's first instruction, or -1. */
  int line(int block) {
    for (int b = block; b >= 0; b--) {
      List<CodeElement> code = blocks.get(b).code();
      for (int e = b == block ? 0 : code.size() - 1;
          e >= 0 && e < code.size();
          e += b == block ? 1 : -1) {
        if (code.get(e) instanceof LineNumber line) {
          return line.line();
        }
      }
    }
    return -1;
  }

  private void split(CodeModel model) {
    List<CodeElement> open = new ArrayList<>();
    for (CodeElement element : model) {
      switch (element) {
        case LabelTarget target -> {
          if (open.stream().anyMatch(Instruction.class::isInstance)) {
            blocks.add(new Block(List.copyOf(open), true));
            open.clear();
          }
          starts.put(target.label(), blocks.size());
        }
        case Instruction instruction -> {
          open.add(instruction);
          if (ends(instruction)) {
            blocks.add(new Block(List.copyOf(open), continues(instruction)));
            open.clear();
          }
        }
        case LineNumber line -> open.add(line);
        default -> {}
      }
    }
  }

  private static boolean ends(Instruction instruction) {
    return switch (instruction) {
      case BranchInstruction _,
          TableSwitchInstruction _,
          LookupSwitchInstruction _,
          ReturnInstruction _,
          ThrowInstruction _ ->
          true;
      default -> false;
    };
  }

  private static boolean continues(Instruction last) {
    return last instanceof BranchInstruction branch && !isGoto(branch);
  }

  static boolean isGoto(BranchInstruction branch) {
    return branch.opcode() == Opcode.GOTO || branch.opcode() == Opcode.GOTO_W;
  }

  private List<Integer> targets(int index) {
    Block block = blocks.get(index);
    List<Integer> targets = new ArrayList<>();
    switch (block.code().getLast()) {
      case BranchInstruction branch -> targets.add(at(branch.target()));
      case TableSwitchInstruction table -> addCases(targets, table.cases(), table.defaultTarget());
      case LookupSwitchInstruction table -> addCases(targets, table.cases(), table.defaultTarget());
      default -> {}
    }
    if (block.fallsThrough()) {
      targets.add(index + 1);
    }
    return List.copyOf(targets);
  }

  private void addCases(List<Integer> targets, List<SwitchCase> cases, Label otherwise) {
    cases.forEach(one -> targets.add(at(one.target())));
    targets.add(at(otherwise));
  }
}
