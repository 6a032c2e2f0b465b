package io.gridmill.job.runtime;

/** Takes the results of a range as they come. */
@FunctionalInterface
public interface RangeSink {

  /**
   * Takes the next items of the range, in order and without gaps. Called on the thread that runs
   * the items, which waits for the return; an exception ends the run.
   */
  void items(RangeResult part);
}
