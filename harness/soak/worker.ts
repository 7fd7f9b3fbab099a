import { setFlagsFromString } from 'node:v8'
import { parentPort, workerData } from 'node:worker_threads'
import { PlayError } from '../play/world.ts'
import { programmeOf, type Task } from './programme.ts'
import type { Answer, Order } from './soak.ts'
import type { Unit } from './unit.ts'

// A play is hundreds of small functions, none of them hot. V8 would compile each into so many of its callers that for the first ten
// seconds a third of the processor's time is compiling; with a third of the allowance that is less, and what comes of it as fast.
setFlagsFromString('--max-inlined-bytecode-size-cumulative=300')

// A thread of a soak: plays the places it is given, one after another, and tells of each stretch when it is done.
const programme = programmeOf(workerData as Task)
const port = parentPort as NonNullable<typeof parentPort>

port.on('message', async ({ place, count }: Order) => {
  const units: Unit[] = []
  try {
    for (let i = 0; i < count; i++) units.push(await programme.play(place + i))
    port.postMessage({ place, units } satisfies Answer)
  } catch (error) {
    if (!(error instanceof PlayError)) throw error
    port.postMessage({ refused: error.told } satisfies Answer)
  }
})
