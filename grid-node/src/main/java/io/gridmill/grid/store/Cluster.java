package io.gridmill.grid.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** The members of a grid, and ways to speak to them. */
public interface Cluster {
  Member self();

  /** All members that are there now, oldest first; clients such as gateways included. */
  List<Member> members();

  /** Tells of members that come and go, in order, from now on. */
  Table.Subscription onChange(Consumer<MemberChange> listener);

  /** Answers messages of this kind that come to this member, on a pool of its own. */
  <Q, A> void serve(Topic<Q, A> topic, Function<Q, A> handler);

  /**
   * Sends a message to one member and hears its answer, by one compute call. Fails with a
   * GridException of code UNAVAILABLE if the member is gone or does not serve the topic.
   */
  <Q, A> CompletableFuture<A> ask(String memberId, Topic<Q, A> topic, Q message);

  /**
   * Keeps one instance of this service running in the grid, on a member of this role: it is started
   * on one, and on another when that one leaves. All members of the role offer it.
   */
  void singleton(String name, Member.Role role, Singleton service);

  /** The member that runs a singleton, or is about to; empty if there is none. */
  java.util.Optional<Member> holder(String singleton);

  /** A service that runs on one member at a time. */
  interface Singleton {
    void start();

    void stop();
  }

  /** A member that came (or left). */
  record MemberChange(Member member, boolean left) {}

  /**
   * A kind of message; question and answer travel as JSON.
   *
   * @param name unique in the grid
   */
  record Topic<Q, A>(String name, Class<Q> question, Class<A> answer) {}
}
