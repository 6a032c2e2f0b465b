// bullmq.mjs PORT FOLDER work CONCURRENCY MILLIS | plain TASKS SINGLES | fault TASKS
import { appendFileSync } from "node:fs";
import { Queue, QueueEvents, Worker } from "bullmq";

const [port, folder, mode, ...numbers] = process.argv.slice(2);
const [first, second] = numbers.map(Number);
const connection = { host: "127.0.0.1", port: Number(port), maxRetriesPerRequest: null };

if (mode === "work") {
  const nap = async (job) => {
    appendFileSync(`${folder}/runs`, `${job.data}\n`);
    await new Promise((resolve) => setTimeout(resolve, second));
    return job.data;
  };
  new Worker("peer", second > 0 ? nap : async (job) => job.data, { connection, concurrency: first });
} else {
  const queue = new Queue("peer", { connection });
  const events = new QueueEvents("peer", { connection });
  await events.waitUntilReady();
  const ended = new Set();
  let wanted = 0;
  let done = () => {};
  events.on("completed", ({ jobId }) => {
    ended.add(jobId);
    if (ended.size === wanted) done();
  });

  const bulk = async (count) => {
    ended.clear();
    wanted = count;
    const all = new Promise((resolve) => (done = resolve));
    const began = performance.now();
    for (let from = 0; from < count; from += 1000) {
      const length = Math.min(1000, count - from);
      await queue.addBulk(Array.from({ length }, (_, i) => ({ name: "t", data: from + i })));
    }
    await all;
    return (performance.now() - began) / 1e3;
  };

  if (mode === "fault") {
    console.log(JSON.stringify({ seconds: await bulk(first), results: ended.size }));
  } else {
    await bulk(first / 10);
    const seconds = await bulk(first);
    const sample = [];
    for (let i = 0; i < 2 * second; i++) {
      const began = performance.now();
      const job = await queue.add("t", 1);
      await job.waitUntilFinished(events);
      if (i >= second) sample.push(performance.now() - began);
    }
    sample.sort((a, b) => a - b);
    const at = (share) => Number(sample[Math.floor(sample.length * share)].toFixed(3));
    const tasks_per_s = Number((first / seconds).toFixed(1));
    console.log(JSON.stringify({ tasks: first, tasks_per_s, p50_ms: at(0.5), p99_ms: at(0.99) }));
  }
  process.exit(0);
}
