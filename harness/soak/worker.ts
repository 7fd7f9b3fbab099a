import { parentPort, workerData } from 'node:worker_threads'
import { faultPlans } from '../fault-plans.ts'
import { selectPlays } from '../run.ts'
import type { Answer, Order, Task } from './soak.ts'
import { playUnit, type Unit } from './unit.ts'

// A thread of a soak: plays the places it is given, one after another, and tells of each stretch when it is done.
const { seed, faults, ...chosen } = workerData as Task
const selection = selectPlays(chosen)
const plans = faultPlans.filter(({ name }) => faults.includes(name))
const port = parentPort as NonNullable<typeof parentPort>

port.on('message', async ({ place, count }: Order) => {
  const units: Unit[] = []
  for (let i = 0; i < count; i++) units.push(await playUnit(selection, place + i, seed, plans))
  port.postMessage({ place, units } satisfies Answer)
})
