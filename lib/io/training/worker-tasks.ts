import type { Worker } from "node:worker_threads";

/** One worker's answer to one task; refused where the thread fails or ends. */
function ask<T>(worker: Worker, task: unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = (code: number): void => reject(new Error(`The training thread ended with exit code ${code}.`));
    worker.once("error", reject);
    worker.once("exit", ended);
    worker.once("message", (answer: T) => {
      worker.off("error", reject);
      worker.off("exit", ended);
      resolve(answer);
    });
    worker.postMessage(task);
  });
}

/** Gives each worker one task at a time until none is left; answers in the order of the tasks. */
export async function runTasks<T>(workers: readonly Worker[], tasks: readonly unknown[]): Promise<T[]> {
  const answers: T[] = new Array(tasks.length);
  let next = 0;
  await Promise.all(
    workers.map(async (worker) => {
      for (let task = next++; task < tasks.length; task = next++) answers[task] = await ask<T>(worker, tasks[task]);
    }),
  );
  return answers;
}
