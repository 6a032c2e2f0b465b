package io.gridmill.gateway.submit;

import io.gridmill.grid.account.Caller;
import io.gridmill.grid.store.Cluster;
import io.gridmill.grid.store.Member;
import io.gridmill.grid.task.NewTask;
import io.gridmill.job.GridException;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.Webhook;
import io.gridmill.job.Work;
import io.gridmill.job.client.BatchLine;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides what may become a task: valid, allowed, and of artifacts and tasks that exist. A refusal
 * names the field, its value and what was expected.
 */
public final class Admission {
  /** The attribute of nodes that run commands. */
  static final String RUNS_COMMANDS = "gridmill.exec.commands";

  private static final int LONGEST_KEY = 200;
  private static final int LONGEST_URL = 2000;

  private final References references;
  private final Cluster cluster;
  private final InstantSource clock;
  private final RandomGenerator random;

  public Admission(
      References references, Cluster cluster, InstantSource clock, RandomGenerator random) {
    this.references = references;
    this.cluster = cluster;
    this.clock = clock;
    this.random = random;
  }

  public Admitted admit(Batch batch) {
    List<BatchLine> lines =
        batch.lines().stream().map(line -> line.resolved(batch.caller().owner())).toList();
    References.Found found =
        references.find(batch.caller(), lines.stream().map(BatchLine::spec).toList());
    boolean commands = lines.stream().anyMatch(Admission::isCommand) && commandsRun();
    Set<TaskId> accepted = new HashSet<>();
    List<Verdict> verdicts = new ArrayList<>(lines.size());
    for (BatchLine line : lines) {
      try {
        check(line.spec(), commands);
        TaskId id = id(batch.caller(), line.key());
        if (line.spec().dependsOn().contains(id)) {
          throw GridException.invalid("after", line.key() + " -> " + line.key(), "no cycle");
        }
        found.check(line.spec(), accepted);
        accepted.add(id);
        NewTask task = new NewTask(id, batch.caller().owner(), line.spec());
        verdicts.add(new Verdict.Accepted(task, line.key() != null));
      } catch (GridException refused) {
        verdicts.add(new Verdict.Refused(refused));
      }
    }
    return new Admitted(verdicts);
  }

  private TaskId id(Caller caller, @Nullable String key) {
    if (key == null) {
      return TaskId.random(clock, random);
    }
    boolean visible = key.chars().allMatch(c -> c > ' ' && c < 127);
    if (key.isEmpty() || key.length() > LONGEST_KEY || !visible) {
      throw GridException.invalid("key", key, "1 to " + LONGEST_KEY + " visible ASCII characters");
    }
    return TaskId.derived(caller.owner(), key);
  }

  private static void check(TaskSpec spec, boolean commands) {
    if (spec.work() instanceof Work.Command && !commands) {
      throw GridException.invalid(
          "work.kind",
          "command",
          "java; no node of this grid runs commands: a provider allows them by exec.commands=true");
    }
    for (int i = 0; i < spec.webhooks().size(); i++) {
      check("webhooks[" + i + "].url", spec.webhooks().get(i));
    }
  }

  private static void check(String field, Webhook webhook) {
    URI url = webhook.url();
    if (url.getUserInfo() != null || url.getFragment() != null) {
      throw GridException.invalid(field, url, "a URL without user and fragment");
    }
    if (url.toString().length() > LONGEST_URL) {
      throw GridException.invalid(field, url, "at most " + LONGEST_URL + " characters");
    }
  }

  private static boolean isCommand(BatchLine line) {
    return line.spec().work() instanceof Work.Command;
  }

  private boolean commandsRun() {
    return cluster.members().stream()
        .anyMatch(
            member ->
                member.roles().contains(Member.Role.PROVIDER)
                    && "true".equals(member.attributes().get(RUNS_COMMANDS)));
  }
}
