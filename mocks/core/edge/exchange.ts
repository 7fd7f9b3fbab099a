import type { Outcome } from '../effects/effect.ts'
import { effectOf } from '../effects/index.ts'
import type { ActiveFault } from '../faults.ts'
import { type Call, isProblem, type Mock, type Operation, type Reply } from '../mock.ts'
import { type Problem, problem, Refusal } from '../problem.ts'
import type { World } from '../world.ts'
import { type Broken, type Delivery, type Soon, soon } from './wire.ts'

/** A reply, and how it goes out where a fault harms it on the way. */
export type Delivered = Reply & { delivery?: Delivery }

/** Runs an operation with its faults. Never throws: a bug of ours is a problem too, and says so in the journal. */
export function perform(mock: Mock, operation: Operation, call: Call, world: World): Soon<Delivered | Broken> {
  const faults = world.faults.strike(mock.name, operation.name, call)
  if (faults.length > 0 || world.latency || world.durability) return performDisturbed(faults, mock, operation, call, world)
  return soon(attempt(operation, call, world), (outcome) => ('problem' in outcome ? refusal(mock, outcome.problem, call, world) : outcome.reply))
}

async function performDisturbed(faults: readonly ActiveFault[], mock: Mock, operation: Operation, call: Call, world: World): Promise<Delivered | Broken> {
  for (const fault of faults) call.remark({ kind: 'fault', fault: fault.id })

  if (world.latency) await world.clock.sleep(world.random('latency').uniform(world.latency.min, world.latency.max))
  const { durability } = world
  const changes = durability?.changes
  let outcome: Outcome | undefined = await before(faults, call, world)
  outcome ??= await attempt(operation, call, world)
  if (durability && durability.changes !== changes) {
    const trouble = await world.clock.during(durability.settled())
    if (trouble !== undefined) outcome = { problem: problem('unavailable', 503, trouble) }
  }
  const done = outcome
  for (const fault of faults) {
    const effect = effectOf(fault.effect)
    if (effect.after) outcome = await effect.after({ parameters: fault.effect, call, world, random: world.random('faults') }, outcome)
  }

  if ('broken' in outcome) {
    if ('reply' in done) call.remark({ kind: 'answer-lost', status: done.reply.status })
    return outcome.broken
  }
  const { delivery } = outcome
  if (delivery?.kind === 'cut' && 'reply' in done) call.remark({ kind: 'answer-lost', status: done.reply.status })
  const reply = 'reply' in outcome ? outcome.reply : refusal(mock, outcome.problem, call, world)
  return delivery ? { ...reply, delivery } : reply
}

function refusal(mock: Mock, problem: Problem, call: Call, world: World): Reply {
  if (problem.problem === 'not-imitated') call.remark({ kind: 'not-imitated', feature: String(problem.detail?.feature ?? call.path) })
  const reply = mock.refuse(problem, call, world)
  return problem.headers ? { ...reply, headers: { ...reply.headers, ...problem.headers } } : reply
}

async function before(faults: readonly ActiveFault[], call: Call, world: World): Promise<Outcome | undefined> {
  for (const fault of faults) {
    const outcome = await effectOf(fault.effect).before?.({ parameters: fault.effect, call, world, random: world.random('faults') })
    if (outcome) return outcome
  }
  return undefined
}

type Done = { reply: Reply } | { problem: Problem }

function attempt(operation: Operation, call: Call, world: World): Soon<Done> {
  const done = (outcome: Reply | Problem): Done => (isProblem(outcome) ? { problem: outcome } : { reply: outcome })
  try {
    const outcome = operation.run(call, world)
    return outcome instanceof Promise ? outcome.then(done, (error) => failed(error, call)) : done(outcome)
  } catch (error) {
    return failed(error, call)
  }
}

function failed(error: unknown, call: Call): { problem: Problem } {
  if (error instanceof Refusal) return { problem: error.problem }
  call.remark({ kind: 'crashed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  return { problem: problem('internal', 500, 'crm-rehearsal failed inside; the journal has the details. Please report it.') }
}
