import { parentPort, workerData } from 'node:worker_threads'
import { programmeOf, type Task } from './programme.ts'
import type { Answer, Order } from './soak.ts'
import type { Unit } from './unit.ts'

// A thread of a soak: plays the places it is given, one after another, and tells of each stretch when it is done.
const programme = programmeOf(workerData as Task)
const port = parentPort as NonNullable<typeof parentPort>

port.on('message', async ({ place, count }: Order) => {
  const units: Unit[] = []
  for (let i = 0; i < count; i++) units.push(await programme.play(place + i))
  port.postMessage({ place, units } satisfies Answer)
})
