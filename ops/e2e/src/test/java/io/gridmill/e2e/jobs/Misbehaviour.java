package io.gridmill.e2e.jobs;

/** What a job can do to the grid that runs it. */
public enum Misbehaviour {
  EXITS,
  EATS_ITS_HEAP,
  NEVER_ENDS,
  FLOODS_ITS_OUTPUT,
  THROWS
}
