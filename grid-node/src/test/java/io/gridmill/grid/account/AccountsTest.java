package io.gridmill.grid.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.grid.store.Query;
import io.gridmill.grid.store.memory.MemoryTables;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.client.Role;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccountsTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-05-01T10:00:00Z"));
  private final MemoryTables tables = new MemoryTables();
  private final Accounts accounts = new Accounts(tables, now::get, new SecureRandom());

  @AfterEach
  void close() {
    accounts.close();
  }

  @Test
  void authenticatesTheKeyThatItIssued() {
    IssuedKey issued = accounts.issue("ann", Role.CONSUMER);
    assertThat(issued.token()).matches("gm_[a-z0-9]{12}_[A-Za-z0-9_-]{43}");
    assertThat(accounts.authenticate(issued.token()))
        .isEqualTo(new Caller("ann", Role.CONSUMER, issued.key().id()));
  }

  @Test
  void refusesAllThatIsNoGoodKeyInTheSameWords() {
    String token = accounts.issue("ann", Role.CONSUMER).token();
    String wrong = token.substring(0, token.length() - 1) + (token.endsWith("A") ? "B" : "A");
    List<String> messages =
        Stream.of(wrong, token + "x", "gm_nobody_" + "a".repeat(43), "Basic abc", "gm__", "x")
            .map(bad -> refusal(() -> accounts.authenticate(bad)))
            .distinct()
            .toList();
    assertThat(messages)
        .containsExactly("the API key is unknown, wrong or revoked (expected: a good one)");
    assertThat(refusal(() -> accounts.authenticate(null))).startsWith("no API key");
    assertThat(refusal(() -> accounts.authenticate(" "))).startsWith("no API key");
  }

  private static String refusal(ThrowingCallable call) {
    AtomicReference<String> message = new AtomicReference<>("");
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            GridException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
              message.set(String.valueOf(e.getMessage()));
            });
    return message.get();
  }

  @Test
  void keepsNoSecretOfAKey() {
    IssuedKey issued = accounts.issue("ann", Role.CONSUMER);
    String secret = issued.token().substring(issued.token().indexOf('_', 3) + 1);
    List<KeyRow> rows = tables.open(KeyRow.SCHEMA).find(Query.ALL);
    assertThat(rows).hasSize(1);
    assertThat(rows.toString()).doesNotContain(secret);
    assertThat(issued.toString()).doesNotContain(secret);
  }

  @Test
  void refusesAnOwnerWhoseNameIsNone() {
    assertThatThrownBy(() -> accounts.issue("../x", Role.CONSUMER))
        .hasMessageContaining("owner: ../x (expected:");
  }

  @Test
  void forgetsARevokedKeyAtOnceEvenInAnotherProcess() throws Exception {
    try (Accounts other = new Accounts(tables, now::get, new SecureRandom())) {
      IssuedKey issued = accounts.issue("ann", Role.CONSUMER);
      other.authenticate(issued.token());
      accounts.revoke(issued.key().id());
      refusal(() -> accounts.authenticate(issued.token()));
      waitUntil(() -> isRefused(other, issued.token()));
    }
  }

  private static boolean isRefused(Accounts accounts, String token) {
    try {
      accounts.authenticate(token);
      return false;
    } catch (GridException refused) {
      return refused.code() == ErrorCode.UNAUTHENTICATED;
    }
  }

  private static void waitUntil(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @Test
  void revokesAKeyOnceAndOnlyOneThatThereIs() {
    IssuedKey issued = accounts.issue("ann", Role.CONSUMER);
    accounts.revoke(issued.key().id());
    for (String id : List.of(issued.key().id(), "nobody")) {
      assertThatThrownBy(() -> accounts.revoke(id))
          .isInstanceOfSatisfying(
              GridException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }
    assertThat(accounts.keys()).singleElement().extracting(ApiKey::revokedAt).isEqualTo(now.get());
  }

  @Test
  void doesNotRevokeTheLastKeyThatCouldMakeOthers() {
    String first = accounts.bootstrapOperator().orElseThrow();
    String id = accounts.authenticate(first).keyId();
    assertThatThrownBy(() -> accounts.revoke(id))
        .isInstanceOfSatisfying(
            GridException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    accounts.issue("olga", Role.OPERATOR);
    accounts.revoke(id);
    refusal(() -> accounts.authenticate(first));
    assertThat(accounts.bootstrapOperator()).as("revoked for good").isEmpty();
  }

  @Test
  void makesTheFirstOperatorsKeyForOneOfManyCallers() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Optional<String>>> calls =
          Stream.generate(() -> (Callable<Optional<String>>) accounts::bootstrapOperator)
              .limit(16)
              .toList();
      List<String> tokens =
          threads.invokeAll(calls).stream()
              .map(Future::resultNow)
              .flatMap(Optional::stream)
              .collect(Collectors.toList());
      assertThat(tokens).hasSize(1);
      assertThat(accounts.authenticate(tokens.getFirst()).isOperator()).isTrue();
    }
  }

  @Test
  void notesTheLastUseOfAKeyNowAndThen() {
    IssuedKey issued = accounts.issue("ann", Role.CONSUMER);
    Instant first = now.get();
    accounts.authenticate(issued.token());
    now.set(first.plusSeconds(60));
    accounts.authenticate(issued.token());
    assertThat(accounts.keys()).singleElement().extracting(ApiKey::lastUsedAt).isEqualTo(first);
    now.set(first.plus(Accounts.USE_IS_NOTED_EVERY));
    accounts.authenticate(issued.token());
    assertThat(accounts.keys()).singleElement().extracting(ApiKey::lastUsedAt).isEqualTo(now.get());
  }

  @Test
  void keepsOneWebhookSecretForEachOwner() {
    String secret = accounts.webhookSecret("ann");
    assertThat(secret).matches("[0-9a-f]{64}").isEqualTo(accounts.webhookSecret("ann"));
    assertThat(accounts.webhookSecret("bob")).isNotEqualTo(secret);
  }
}
