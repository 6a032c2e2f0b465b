package io.gridmill.gateway.api;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The description of this interface, kept by hand beside the code. */
@Path("openapi.json")
@Produces(MediaType.APPLICATION_JSON)
public final class OpenApiResource {
  @GET
  public byte[] openapi() throws IOException {
    try (InputStream json = OpenApiResource.class.getResourceAsStream("openapi.json")) {
      return Objects.requireNonNull(json, "openapi.json is in the jar").readAllBytes();
    }
  }
}
