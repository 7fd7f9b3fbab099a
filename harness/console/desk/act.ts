import { ControlError, read } from '../../../mocks/core/control/answers.ts'
import { didYouMean } from '../../../mocks/core/nearest.ts'
import type { World } from '../../../mocks/core/world.ts'
import { verbNames, verbs } from '../../scenario/verbs/index.ts'
import type { DeskCommand } from '../protocol.ts'
import { unknownSkill } from './cast.ts'
import type { Stage } from './desk.ts'
import { isUnclear } from './draft.ts'
import { DeskError } from './problem.ts'

/** So many interactions and steps a desk remembers; then it wants to be cleared. */
const MOST_INTERACTIONS = 300
const MOST_STEPS = 5000
/** Characters of one message: more than any CRM field of the library holds. */
const LONGEST_MESSAGE = 200_000

/** Does what a verb of the scenarios says, checked as it is in a scenario. `settled` brings the people into the CRM, once something is to be done with them. */
export async function act(
  { do: name, contact, args = {} }: Extract<DeskCommand, { args?: unknown }>,
  world: World,
  { session, draft }: Stage,
  settled: () => Promise<void>,
): Promise<void> {
  const verb = verbs[name]
  if (!verb) throw new ControlError(400, `Nobody can do "${name}".${didYouMean(name, verbNames)}`, { expected: 'a verb of docs/scenarios.md' })
  if (name === 'world.waits') throw new ControlError(400, 'A desk does not wait: move the clock.', { expected: 'POST /_sim/clock {"advance":"2h"}' })
  const { text = '', repeat = 1 } = args
  if (String(text).length * Number(repeat) > LONGEST_MESSAGE) throw new ControlError(413, `The message is longer than ${LONGEST_MESSAGE} characters.`)
  const example = `{"do":"${name}","args":{...}}, as in a scenario`
  const parsed = read(verb.args, args, example)
  const strange = unknownSkill(session.scenario, parsed)
  const skills = session.scenario.given.skills.map((skill) => skill.name)
  if (strange !== undefined) throw new ControlError(400, `There is no skill "${strange}" here.${didYouMean(strange, skills)}`, { expected: skills.join(', ') })
  await settled()
  session.opens()
  const { centre, director } = session
  const leg = contact === undefined ? undefined : centre.legs().find((one) => one.contact === contact)
  if (contact !== undefined && !leg) throw new ControlError(404, `The desk has no contact ${contact}.`, { got: contact })
  const interactions = new Set(centre.legs().map(({ interaction }) => interaction)).size
  const full = interactions >= MOST_INTERACTIONS ? `${interactions} interactions` : director.played.length >= MOST_STEPS ? `${MOST_STEPS} steps` : undefined
  if (full) throw new DeskError('too-many', `The desk remembers ${full}: clear it first.`, { expected: '{"do":"desk.clears"}' })
  const at = Math.max(0, world.clock.now() - session.from)
  const unclear = leg !== undefined && isUnclear(name, leg, centre)
  const refused = await director.does({ index: (draft?.steps ?? 0) + 1, verb: name, args: parsed, impossible: false, line: 0 }, contact)
  if (refused !== undefined) throw new DeskError('impossible', refused, { got: { do: name, contact } })
  draft?.step(at, name, args, leg, unclear)
}
