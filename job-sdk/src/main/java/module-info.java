/**
 * The SDK: the vocabulary of tasks, what authors of jobs implement, kernels, the typed client and
 * the test kit.
 *
 * <p>On a node, jobs run on the class path. Where a consumer's own code is a named module, for
 * tests or the client, it {@code opens} the packages of its jobs, of the records that they read and
 * give, and of their kernels.
 */
module io.gridmill.sdk {
  requires com.fasterxml.jackson.annotation;
  requires info.picocli;
  requires java.compiler;
  requires java.net.http;
  requires static transitive org.jspecify;
  requires tools.jackson.core;
  requires tools.jackson.databind;
  requires tools.jackson.dataformat.properties;

  exports io.gridmill.cli;
  exports io.gridmill.job;
  exports io.gridmill.job.client;
  exports io.gridmill.job.kernel;
  exports io.gridmill.job.run;
  exports io.gridmill.job.testing;

  opens io.gridmill.cli to
      info.picocli;

  uses io.gridmill.cli.CliExtension;
}
