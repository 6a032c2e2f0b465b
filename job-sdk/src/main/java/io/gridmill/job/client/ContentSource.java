package io.gridmill.job.client;

import java.io.IOException;
import java.io.InputStream;

/** Content to upload. It is read twice, first for its digest, and must be the same both times. */
@FunctionalInterface
public interface ContentSource {
  /** The content from its beginning; the caller closes it. */
  InputStream open() throws IOException;
}
