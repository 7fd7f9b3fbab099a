import { Worker } from 'node:worker_threads'
import type { Task } from './programme.ts'

/**
 * What a thread may hold, in MB. It needs a twentieth of it: with less allowed it would collect its garbage so often that it costs
 * a sixth of the time. What is young has room enough that an interaction is over before somebody looks what is left of it.
 */
const resourceLimits = { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 96 }

/** A thread that plays. From source it first learns to read TypeScript: what the main thread learned, threads do not inherit. */
export function startThread(workerData: Task): Worker {
  const place = (extension: string) => new URL(`./worker.${extension}`, import.meta.url)
  if (!import.meta.url.endsWith('.ts')) return new Worker(place('js'), { workerData, resourceLimits })
  const [loader, worker] = [import.meta.resolve('tsx/esm/api'), place('ts').href].map((url) => JSON.stringify(url))
  return new Worker(`import(${loader}).then(({ register }) => { register(); return import(${worker}) })`, { workerData, resourceLimits, eval: true })
}
