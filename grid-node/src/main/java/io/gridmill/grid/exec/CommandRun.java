package io.gridmill.grid.exec;

/** The process of a command. */
final class CommandRun implements Host {
  final Process process;
  private final ProcessTree tree;

  CommandRun(Process process) {
    this.process = process;
    this.tree = new ProcessTree(process.toHandle());
  }

  @Override
  public void cancel(Assignment assignment) {
    if (assignment.paused) {
      tree.kill();
    } else {
      tree.terminate();
    }
  }

  /** Commands have no checkpoints. */
  @Override
  public void makeWay(Assignment assignment) {
    cancel(assignment);
  }

  @Override
  public void pause(Assignment assignment) {
    assignment.pause(System.nanoTime());
    tree.pause();
  }

  @Override
  public void resume(Assignment assignment) {
    assignment.resume(System.nanoTime());
    tree.resume();
  }

  @Override
  public void kill() {
    tree.kill();
  }
}
