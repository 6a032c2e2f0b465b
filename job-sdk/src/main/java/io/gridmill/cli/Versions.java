package io.gridmill.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says. */
final class Versions implements IVersionProvider {
  /** This release's number; that of a build from classes alone is not known. */
  static String release() {
    String version = Versions.class.getPackage().getImplementationVersion();
    return version == null ? "unreleased" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"gridmill " + release() + ", Java " + System.getProperty("java.version")};
  }
}
