package io.gridmill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.e2e.jobs.GatedJob;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.client.JobHandle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CoreLossTest {
  @RegisterExtension
  static final Grid GRID = Grid.up("--cores", "2", "--providers", "1", "--set", "cores=2");

  @Test
  void goesOnWithWhatRunsWaitsAndComesWhenTheSchedulersNodeIsKilled()
      throws IOException, InterruptedException {
    try (Gate gate = new Gate()) {
      List<JobHandle<Integer>> jobs = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        jobs.add(GRID.client().submit(GatedJob.class, gate.key()));
      }
      gate.await("2 jobs", visitors -> visitors.size() == 2);
      assertThat(jobs)
          .extracting(job -> job.task().view().status())
          .containsOnly(TaskStatus.RUNNING, TaskStatus.QUEUED);

      Processes.kill(GRID.process(GRID.nodeOfTheScheduler()));
      jobs.add(GRID.client().submit(GatedJob.class, gate.key()));
      gate.open();

      for (JobHandle<Integer> job : jobs) {
        assertThat(job.result()).as("the attempt of %s that passed", job.id()).isEqualTo(1);
      }
    }
  }
}
