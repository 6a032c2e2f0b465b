package io.gridmill.job.client;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The notifications that webhooks were or are to be sent. */
public final class GridDeliveries {
  private static final String PATH = "/api/deliveries";

  private final Transport transport;

  GridDeliveries(Transport transport) {
    this.transport = transport;
  }

  /** Those in this state. */
  public List<DeliveryView> in(DeliveryView.State state) {
    String query = "?state=" + state.name().toLowerCase(Locale.ROOT);
    return Arrays.asList(transport.read(Call.get(PATH + query), DeliveryView[].class));
  }

  /** Tries a notification again that was given up. */
  public void retry(String id) {
    transport.bytes(Call.json("POST", PATH + "/" + TaskQuery.encoded(id) + "/retry", null));
  }
}
