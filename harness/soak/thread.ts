import { Worker } from 'node:worker_threads'
import type { Task } from './soak.ts'

/** A thread that plays. From source it first learns to read TypeScript: what the main thread learned, threads do not inherit. */
export function startThread(workerData: Task): Worker {
  const place = (extension: string) => new URL(`./worker.${extension}`, import.meta.url)
  if (!import.meta.url.endsWith('.ts')) return new Worker(place('js'), { workerData })
  const [loader, worker] = [import.meta.resolve('tsx/esm/api'), place('ts').href].map((url) => JSON.stringify(url))
  return new Worker(`import(${loader}).then(({ register }) => { register(); return import(${worker}) })`, { workerData, eval: true })
}
