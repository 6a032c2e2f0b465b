package io.gridmill.grid.store;

import io.gridmill.grid.store.Cluster.Topic;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.wire.Wire;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** The kinds of messages that one member answers. */
public final class Topics {
  private final ConcurrentMap<String, Served<?, ?>> served = new ConcurrentHashMap<>();

  private record Served<Q, A>(Topic<Q, A> topic, Function<Q, A> handler) {
    byte[] answer(byte[] question) {
      return Wire.bytes(handler.apply(Wire.readOwn(question, topic.question())));
    }
  }

  /** Answers this topic by this handler from now on. */
  public <Q, A> void serve(Topic<Q, A> topic, Function<Q, A> handler) {
    if (served.putIfAbsent(topic.name(), new Served<>(topic, handler)) != null) {
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
    return guarded(topic, () -> found(topic).answer(question));
  }

  /** As {@link #answer(String, byte[])}, where neither has to travel. */
  @SuppressWarnings("unchecked") // topics of one name are of the same types
  public <Q, A> A answer(Topic<Q, A> topic, Q question) {
    return guarded(
        topic.name(), () -> ((Served<Q, A>) found(topic.name())).handler().apply(question));
  }

  private Served<?, ?> found(String topic) {
    Served<?, ?> found = served.get(topic);
    if (found == null) {
      throw new GridException(
          ErrorCode.UNAVAILABLE, "topic " + topic + " is not served by the member that was asked");
    }
    return found;
  }

  private static <T> T guarded(String topic, Supplier<T> answer) {
    try {
      return answer.get();
    } catch (GridException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      // Whoever asked gets an answer, whatever happened here.
      throw new GridException(ErrorCode.INTERNAL, "the handler of " + topic + " failed: " + e, e);
    }
  }
}
