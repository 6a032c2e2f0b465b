package io.gridmill.grid.exec;

/** A process that carries out what it is given. Called with the pool's monitor held. */
interface Host {
  /** Asks it to end this, running or not. */
  void cancel(Assignment assignment);

  /** Asks it to save a checkpoint of this and to end it then. */
  void makeWay(Assignment assignment);

  /** Lets it stand still, with what it runs. */
  void pause(Assignment assignment);

  /** Lets it go on. */
  void resume(Assignment assignment);

  /** Ends the process and all that it started. */
  void kill();
}
