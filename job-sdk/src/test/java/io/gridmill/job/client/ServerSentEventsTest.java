package io.gridmill.job.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.job.client.ServerSentEvents.Event;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerSentEventsTest {
  private static List<Event> read(String stream) throws IOException {
    List<Event> all = new ArrayList<>();
    try (var events = new ServerSentEvents(new ByteArrayInputStream(stream.getBytes(UTF_8)))) {
      for (Event e = events.next(); e != null; e = events.next()) {
        all.add(e);
      }
    }
    return all;
  }

  @Test
  void readsNamesDataAndIds() throws Exception {
    assertThat(read("event: a\nid: 7\ndata: one\ndata:two\n\ndata: three\n\n"))
        .containsExactly(new Event("a", "one\ntwo", "7"), new Event("message", "three", "7"));
  }

  @Test
  void acceptsAllLineEnds() throws Exception {
    assertThat(read("data: a\r\n\r\ndata: b\r\rdata: c\n\n"))
        .extracting(Event::data)
        .containsExactly("a", "b", "c");
  }

  @Test
  void skipsCommentsUnknownFieldsAndEventsWithoutData() throws Exception {
    assertThat(read(": still here\n\nretry: 10\n\nevent: lost\n\nnothing\ndata\n\n"))
        .containsExactly(new Event("message", "", ""));
  }

  @Test
  void dropsAnEventThatTheEndCutOff() throws Exception {
    assertThat(read("data: whole\n\ndata: half\n"))
        .extracting(Event::data)
        .containsExactly("whole");
  }
}
