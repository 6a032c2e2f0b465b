package io.gridmill.grid.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.grid.store.Cluster.MemberChange;
import io.gridmill.grid.store.Cluster.Singleton;
import io.gridmill.grid.store.Cluster.Topic;
import io.gridmill.grid.store.Member.Role;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every cluster does, whatever it is made of. */
public interface ClusterContract {
  long SECONDS = 30;
  Topic<Greeting, Greeting> GREET = new Topic<>("greet", Greeting.class, Greeting.class);
  Topic<String, String> WAIT = new Topic<>("wait", String.class, String.class);

  /** A message for tests. */
  record Greeting(String text, int times) {}

  /** A new member of the grid under test. */
  Cluster join(String name, Set<Role> roles, Map<String, String> attributes);

  /** Takes a member out of the grid under test. */
  void leave(Cluster member);

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T thing = queue.poll(SECONDS, TimeUnit.SECONDS);
    assertThat(thing).as("something within %d s", SECONDS).isNotNull();
    return thing;
  }

  private static <T> T answer(CompletableFuture<T> future) throws Exception {
    return future.get(SECONDS, TimeUnit.SECONDS);
  }

  private static void refused(CompletableFuture<?> future, ErrorCode code, String message) {
    assertThatThrownBy(() -> answer(future))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(GridException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(message);
  }

  @Test
  default void knowsItsMembersAndTellsOfTheirComingAndGoing() throws Exception {
    Cluster a = join("a", Set.of(Role.CORE), Map.of());
    BlockingQueue<MemberChange> seen = new LinkedBlockingQueue<>();
    var subscription = a.onChange(seen::add);
    Cluster b = join("b", Set.of(Role.CORE, Role.PROVIDER), Map.of("region", "eu"));
    Cluster c = join("c", Set.of(Role.GATEWAY), Map.of());

    assertThat(a.members()).extracting(Member::name).containsExactly("a", "b", "c");
    assertThat(c.members()).isEqualTo(a.members());
    assertThat(b.self()).isEqualTo(a.members().get(1));
    assertThat(b.self().roles()).containsExactlyInAnyOrder(Role.CORE, Role.PROVIDER);
    assertThat(b.self().attributes()).containsEntry("region", "eu");
    assertThat(a.members()).extracting(Member::id).doesNotHaveDuplicates();

    assertThat(next(seen)).isEqualTo(new MemberChange(b.self(), false));
    assertThat(next(seen)).isEqualTo(new MemberChange(c.self(), false));
    Member gone = c.self();
    leave(c);
    assertThat(next(seen)).isEqualTo(new MemberChange(gone, true));
    assertThat(a.members()).extracting(Member::name).containsExactly("a", "b");
    subscription.close();
    leave(b);
    assertThat(seen).isEmpty();
  }

  @Test
  default void carriesQuestionsAndAnswersBetweenMembersOfAnyRole() throws Exception {
    Cluster a = join("a", Set.of(Role.CORE), Map.of());
    Cluster b = join("b", Set.of(Role.GATEWAY), Map.of());
    for (Cluster member : List.of(a, b)) {
      member.serve(
          GREET, g -> new Greeting(g.text() + " from " + member.self().name(), g.times() + 1));
    }
    assertThat(answer(a.ask(b.self().id(), GREET, new Greeting("hi", 1))))
        .isEqualTo(new Greeting("hi from b", 2));
    assertThat(answer(b.ask(a.self().id(), GREET, new Greeting("ho", 2))))
        .isEqualTo(new Greeting("ho from a", 3));
    assertThat(answer(a.ask(a.self().id(), GREET, new Greeting("hm", 3))))
        .isEqualTo(new Greeting("hm from a", 4));
    assertThatThrownBy(() -> a.serve(GREET, g -> g)).hasMessageContaining("greet");
  }

  @Test
  default void tellsWhyThereIsNoAnswer() throws Exception {
    Cluster a = join("a", Set.of(Role.CORE), Map.of());
    Cluster b = join("b", Set.of(Role.PROVIDER), Map.of());
    b.serve(
        GREET,
        g -> {
          if (g.times() == 0) {
            throw GridException.invalid("times", 0, ">= 1");
          }
          throw new IllegalStateException("broken");
        });
    CountDownLatch asked = new CountDownLatch(1);
    b.serve(
        WAIT,
        text -> {
          asked.countDown();
          return CompletableFuture.<String>supplyAsync(() -> text, never -> {}).join();
        });
    String id = b.self().id();
    refused(a.ask(id, GREET, new Greeting("", 0)), ErrorCode.INVALID_ARGUMENT, "times: 0 (");
    refused(a.ask(id, GREET, new Greeting("", 1)), ErrorCode.INTERNAL, "broken");
    refused(
        b.ask(a.self().id(), GREET, new Greeting("", 1)),
        ErrorCode.UNAVAILABLE,
        "greet is not served");
    CompletableFuture<String> waiting = a.ask(id, WAIT, "x");
    assertThat(asked.await(SECONDS, TimeUnit.SECONDS)).isTrue();
    leave(b);
    refused(waiting, ErrorCode.UNAVAILABLE, id);
    refused(a.ask(id, GREET, new Greeting("", 1)), ErrorCode.UNAVAILABLE, id);
  }

  @Test
  default void answersQuicklyWhileManyHandlersAreSlow() throws Exception {
    Cluster a = join("a", Set.of(Role.CORE), Map.of());
    Cluster b = join("b", Set.of(Role.PROVIDER), Map.of());
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch waiting = new CountDownLatch(100);
    b.serve(
        WAIT,
        text -> {
          waiting.countDown();
          try {
            assertThat(goOn.await(SECONDS, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          return text;
        });
    b.serve(GREET, g -> g);
    List<CompletableFuture<String>> slow = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      slow.add(a.ask(b.self().id(), WAIT, "w" + i));
    }
    assertThat(waiting.await(SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(answer(a.ask(b.self().id(), GREET, new Greeting("hi", 1)))).isNotNull();
    goOn.countDown();
    for (int i = 0; i < 100; i++) {
      assertThat(answer(slow.get(i))).isEqualTo("w" + i);
    }
  }

  @Test
  default void runsASingletonOnOneMemberAndOnAnotherWhenThatLeaves() throws Exception {
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    Cluster c = join("provider", Set.of(Role.PROVIDER), Map.of());
    Cluster a = join("a", Set.of(Role.CORE), Map.of());
    Cluster b = join("b", Set.of(Role.CORE), Map.of());
    for (Cluster member : List.of(c, a, b)) {
      member.singleton("clock", Role.CORE, recording(member.self().name(), told));
    }
    String first = next(told);
    assertThat(first).isIn("a starts", "b starts");
    Cluster holder = first.startsWith("a") ? a : b;
    Cluster other = first.startsWith("a") ? b : a;
    assertThat(c.holder("clock")).contains(holder.self());
    assertThat(other.holder("clock")).contains(holder.self());
    assertThat(c.holder("another")).isEmpty();

    leave(holder);
    assertThat(next(told)).isEqualTo(first.replace("starts", "stops"));
    assertThat(next(told)).isEqualTo(other.self().name() + " starts");
    assertThat(c.holder("clock")).contains(other.self());
    leave(other);
    assertThat(next(told)).endsWith("stops");
    assertThat(told).isEmpty();
  }

  private static Singleton recording(String name, BlockingQueue<String> told) {
    return new Singleton() {
      @Override
      public void start() {
        told.add(name + " starts");
      }

      @Override
      public void stop() {
        told.add(name + " stops");
      }
    };
  }
}
