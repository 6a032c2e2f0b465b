package io.gridmill.examples;

import io.gridmill.job.kernel.Accelerator;
import io.gridmill.job.kernel.KernelGraph;
import io.gridmill.job.kernel.Range;
import io.gridmill.job.kernel.Reductions;
import java.util.Random;

/**
 * Bodies of equal mass that attract each other, in units in which the constant of gravity and the
 * mass of all are 1; they stay on the device while time goes on.
 *
 * <p>Steps are those of the leapfrog (half a kick, a drift, half a kick), which keeps energy for
 * ever but for what rounding and close meetings do. Forces are softened: two bodies at a distance r
 * attract each other as if they were √(r² + ε²) apart.
 */
final class NBody implements AutoCloseable {
  /** ε. */
  static final double SOFTENING = 0.05;

  private final int bodies;
  private final double[] at;
  private final double[] velocity;
  private final double[] kinetic = new double[1];
  private final double[] potential = new double[1];
  private final KernelGraph start;
  private final KernelGraph step;

  /**
   * A cluster in balance.
   *
   * @param dt the time of a step
   */
  NBody(int bodies, double dt, long seed, Accelerator accelerator) {
    this.bodies = bodies;
    this.at = new double[3 * bodies];
    this.velocity = new double[3 * bodies];
    plummer(new Random(seed));
    double[] force = new double[3 * bodies];
    double[] depth = new double[bodies];
    double[] speed = new double[bodies];
    double mass = 1.0 / bodies;
    start = accelerator.graph("nbody-start").upload(at, velocity);
    addForces(start, mass, force, depth, speed).download(force).run();
    step =
        accelerator
            .graph("nbody")
            .upload(at, velocity, force)
            .launch(Range.of(3 * bodies), NBody::kick, dt / 2, velocity, force)
            .launch(Range.of(3 * bodies), NBody::drift, dt, at, velocity)
            .launch(Range.of(bodies), NBody::attract, bodies, mass, at, force, depth)
            .launch(Range.of(3 * bodies), NBody::kick, dt / 2, velocity, force);
    addEnergies(step, mass, depth, speed);
  }

  private KernelGraph addForces(
      KernelGraph graph, double mass, double[] force, double[] depth, double[] speed) {
    graph.launch(Range.of(bodies), NBody::attract, bodies, mass, at, force, depth);
    return addEnergies(graph, mass, depth, speed);
  }

  private KernelGraph addEnergies(KernelGraph graph, double mass, double[] depth, double[] speed) {
    graph.launch(Range.of(bodies), NBody::energy, mass, velocity, speed);
    Reductions.sum(graph, speed, kinetic);
    Reductions.sum(graph, depth, potential);
    return graph.download(kinetic, potential, at);
  }

  /** A kernel: changes velocities by a force for some time. */
  private static void kick(int i, double dt, double[] velocity, double[] force) {
    velocity[i] += dt * force[i];
  }

  /** A kernel: moves bodies for some time. */
  private static void drift(int i, double dt, double[] at, double[] velocity) {
    at[i] += dt * velocity[i];
  }

  /** A kernel: what all bodies do to one, and half of its potential energy with them. */
  private static void attract(
      int i, int bodies, double mass, double[] at, double[] force, double[] depth) {
    double x = at[3 * i];
    double y = at[3 * i + 1];
    double z = at[3 * i + 2];
    double fx = 0;
    double fy = 0;
    double fz = 0;
    double sum = 0;
    for (int j = 0; j < bodies; j++) {
      double dx = at[3 * j] - x;
      double dy = at[3 * j + 1] - y;
      double dz = at[3 * j + 2] - z;
      double inverse = 1 / Math.sqrt(dx * dx + dy * dy + dz * dz + SOFTENING * SOFTENING);
      double pull = mass * inverse * inverse * inverse;
      fx += pull * dx;
      fy += pull * dy;
      fz += pull * dz;
      sum += j == i ? 0 : inverse;
    }
    force[3 * i] = fx;
    force[3 * i + 1] = fy;
    force[3 * i + 2] = fz;
    depth[i] = -0.5 * mass * mass * sum;
  }

  /** A kernel: the kinetic energy of a body. */
  private static void energy(int i, double mass, double[] velocity, double[] energy) {
    double x = velocity[3 * i];
    double y = velocity[3 * i + 1];
    double z = velocity[3 * i + 2];
    energy[i] = 0.5 * mass * (x * x + y * y + z * z);
  }

  /** Lets one step's time go by. */
  void step() {
    step.run();
  }

  double kinetic() {
    return kinetic[0];
  }

  double potential() {
    return potential[0];
  }

  /** Where the bodies are: x, y and z of each. */
  double[] positions() {
    return at.clone();
  }

  @Override
  public void close() {
    start.close();
    step.close();
  }

  /**
   * A Plummer sphere in virial equilibrium, of total energy -1/4 but for softening and chance (S.
   * J. Aarseth, M. Hénon and R. Wielen, Astronomy and Astrophysics 37, 1974).
   */
  private void plummer(Random random) {
    double scale = 3 * Math.PI / 16;
    for (int i = 0; i < bodies; i++) {
      double radius;
      do {
        radius = 1 / Math.sqrt(Math.pow(1 - random.nextDouble(), -2 / 3.0) - 1);
      } while (radius > 10);
      point(random, radius * scale, at, i);
      double q;
      double g;
      do {
        q = random.nextDouble();
        g = 0.1 * random.nextDouble();
      } while (g > q * q * Math.pow(1 - q * q, 3.5));
      double speed = q * Math.sqrt(2) * Math.pow(1 + radius * radius, -0.25);
      point(random, speed / Math.sqrt(scale), velocity, i);
    }
    centre(at);
    centre(velocity);
  }

  /** A point at a distance from the origin, in any direction. */
  private static void point(Random random, double distance, double[] target, int i) {
    double z = 2 * random.nextDouble() - 1;
    double angle = 2 * Math.PI * random.nextDouble();
    double flat = Math.sqrt(1 - z * z);
    target[3 * i] = distance * flat * Math.cos(angle);
    target[3 * i + 1] = distance * flat * Math.sin(angle);
    target[3 * i + 2] = distance * z;
  }

  private void centre(double[] vectors) {
    for (int d = 0; d < 3; d++) {
      double sum = 0;
      for (int i = 0; i < bodies; i++) {
        sum += vectors[3 * i + d];
      }
      for (int i = 0; i < bodies; i++) {
        vectors[3 * i + d] -= sum / bodies;
      }
    }
  }
}
