package io.gridmill.grid.store;

import io.gridmill.grid.store.Cluster.Topic;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.wire.Wire;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/** The kinds of messages that one member answers. */
public final class Topics {
  private final ConcurrentMap<String, Function<byte[], byte[]>> handlers =
      new ConcurrentHashMap<>();

  /** Answers this topic by this handler from now on. */
  public <Q, A> void serve(Topic<Q, A> topic, Function<Q, A> handler) {
    Function<byte[], byte[]> onBytes =
        question -> Wire.bytes(handler.apply(Wire.readOwn(question, topic.question())));
    if (handlers.putIfAbsent(topic.name(), onBytes) != null) {
      throw GridException.invalid("topic", topic.name(), "one that is not served yet");
    }
  }

  /**
   * The answer to a question, both as JSON.
   *
   * @throws GridException what the handler threw, other errors as {@code INTERNAL}; {@code
   *     UNAVAILABLE} if nothing serves the topic
   */
  public byte[] answer(String topic, byte[] question) {
    Function<byte[], byte[]> handler = handlers.get(topic);
    if (handler == null) {
      throw new GridException(
          ErrorCode.UNAVAILABLE, "topic " + topic + " is not served by the member that was asked");
    }
    try {
      return handler.apply(question);
    } catch (GridException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      // Whoever asked gets an answer, whatever happened here.
      throw new GridException(ErrorCode.INTERNAL, "the handler of " + topic + " failed: " + e, e);
    }
  }
}
