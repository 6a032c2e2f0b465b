package io.gridmill.job.client;

import java.util.Arrays;
import java.util.List;

/** The API keys of a grid; for operators. */
public final class GridKeys {
  private static final String PATH = "/api/keys";

  private final Transport transport;

  GridKeys(Transport transport) {
    this.transport = transport;
  }

  /** Makes a key; its text is in the answer and cannot be had again. */
  public NewKey make(KeyRequest request) {
    return transport.read(Call.json("POST", PATH, request).once(), NewKey.class);
  }

  /** All keys, without their secrets. */
  public List<KeyView> list() {
    return Arrays.asList(transport.read(Call.get(PATH), KeyView[].class));
  }

  /** Makes a key useless, from now on. */
  public void revoke(String keyId) {
    transport.bytes(Call.delete(PATH + "/" + TaskQuery.encoded(keyId)));
  }
}
