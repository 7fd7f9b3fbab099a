import { z } from 'zod'
import { WORLD_NAME, WORLD_NAME_FORM } from '../../mocks/core/world.ts'
import { crms } from '../scenario/crm/words.ts'
import type { DeskCommand, DesksCommand } from './protocol.ts'

/** Whatever people type: names, numbers, titles. */
const text = z.string().trim().min(1).max(200)
const scenario = z.string().min(1).max(200)

const own = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('cast.adds'),
    name: text,
    phone: z.string().trim().max(60).optional(),
    email: z.union([z.email(), z.literal('')]).optional(),
  }),
  z.strictObject({ do: z.literal('time.steps') }),
  z.strictObject({ do: z.literal('crm.chooses'), crm: z.enum(crms) }),
  z.strictObject({ do: z.literal('fault.switches'), name: z.string().max(100), on: z.boolean() }),
  z.strictObject({ do: z.literal('scenario.chooses'), id: scenario, crm: z.enum(crms).optional() }),
  z.strictObject({ do: z.literal('scenario.next'), jump: z.boolean().optional() }),
  z.strictObject({ do: z.literal('scenario.runs') }),
  z.strictObject({ do: z.literal('scenario.pauses') }),
  z.strictObject({ do: z.literal('scenario.restarts') }),
  z.strictObject({ do: z.literal('scenario.leaves') }),
  z.strictObject({ do: z.literal('desk.clears') }),
])

const verb = z.strictObject({
  do: z.string().regex(/^(contact|agent|world)\.[A-Za-z]+$/, 'expected a verb such as agent.answers, or a command such as scenario.next'),
  contact: z.string().max(40).optional(),
  args: z.record(z.string().max(100), z.unknown()).optional(),
})

const isOwn = (value: Record<string, unknown>): boolean => own.options.some(({ shape }) => shape.do.value === value.do)

/** Which of the two shapes a body is meant to have, so that what is said against it is about that one. */
export const commandSchema = (body: Record<string, unknown>): z.ZodType<DeskCommand> => (isOwn(body) ? own : verb) as unknown as z.ZodType<DeskCommand>

const MOST_DESKS = 200

export const desksSchema: z.ZodType<DesksCommand> = z.strictObject({
  do: z.enum(['opens', 'resets', 'advances', 'pauses', 'plays', 'closes']),
  worlds: z.union([
    z.literal('all'),
    z
      .array(z.string().regex(WORLD_NAME, `a World's name has ${WORLD_NAME_FORM}`))
      .min(1)
      .max(MOST_DESKS),
  ]),
  by: z.string().max(40).optional(),
  scale: z.number().positive().max(100_000).optional(),
}) as unknown as z.ZodType<DesksCommand>

export const DESK_EXAMPLE = '{"do":"contact.calls","args":{"from":"Ada Byron","skill":"Support"}}'
export const DESKS_EXAMPLE = '{"do":"opens","worlds":["class-01","class-02"]}'
