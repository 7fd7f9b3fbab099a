import { z } from 'zod'
import { formatDuration } from '../../../mocks/core/duration.ts'
import { faultSchema } from '../../../mocks/core/faults.ts'
import { duration } from '../../../mocks/core/schema.ts'
import { shortNames } from '../../play/disturbance.ts'
import type { Stage } from '../stage.ts'
import { name, verb } from './verb.ts'

/** Which events: all, those of a type, and of these those with that finalState. */
const which = { type: z.enum(shortNames).optional(), finalState: z.boolean().optional() }
const of = ({ type, finalState }: { type?: string | undefined; finalState?: boolean | undefined }) =>
  type === undefined ? '' : ` (${type}${finalState === undefined ? '' : `, finalState ${finalState}`})`

/** A fault whose `when.mock` may also be `crm`: the one that the scenario plays on. */
export const addFault = (fault: z.infer<typeof faultSchema>, stage: Pick<Stage, 'crm' | 'addFault'>) =>
  stage.addFault({ ...fault, when: { ...fault.when, ...(fault.when.mock === 'crm' ? { mock: stage.crm } : {}) } })

/** What happens to the systems around the contact centre. */
export const worldVerbs = {
  'world.expiresTokens': verb({
    args: z.strictObject({}),
    says: () => 'Every access token expires',
    run(_, stage) {
      stage.expireTokens()
      return undefined
    },
  }),
  'world.disablesSystemUser': verb({
    args: z.strictObject({}),
    says: () => "An administrator disables the integration's system user",
    run: async (_, stage) => {
      await stage.administrator.disableSystemUser()
      return undefined
    },
  }),
  'world.takesPermissions': verb({
    args: z.strictObject({}),
    says: () => "An administrator takes the permissions of the integration's system user away",
    run: async (_, stage) => {
      await stage.administrator.takePermissions()
      return undefined
    },
  }),
  'world.deletesContact': verb({
    args: z.strictObject({ contact: name }),
    says: ({ contact }) => `Somebody deletes ${contact} in the CRM`,
    run: async ({ contact }, stage) => {
      await stage.administrator.deleteContact(stage.customer(contact).name)
      return undefined
    },
  }),
  'world.mergesContact': verb({
    args: z.strictObject({ contact: name, into: name }),
    says: ({ contact, into }) => `Somebody merges ${contact} into ${into} in the CRM`,
    run: async ({ contact, into }, stage) => {
      await stage.administrator.mergeContact(stage.customer(contact).name, stage.customer(into).name)
      return undefined
    },
  }),
  'world.losesEvents': verb({
    args: z.strictObject({ ...which, times: z.int().positive().default(1) }),
    says: (args) => `${args.times === 1 ? 'One event is' : `${args.times} events are`} lost on the way${of(args)}`,
    run(args, stage) {
      stage.disturb({ what: 'lose', ...args })
      return undefined
    },
  }),
  'world.repeatsEvents': verb({
    args: z.strictObject({ ...which, times: z.int().positive().optional() }),
    says: (args) => `Events arrive twice from now on${of(args)}`,
    run(args, stage) {
      stage.disturb({ what: 'repeat', ...args })
      return undefined
    },
  }),
  'world.delaysEvents': verb({
    args: z.strictObject({ ...which, by: duration, times: z.int().positive().optional() }),
    says: (args) => `Events arrive ${formatDuration(args.by)} late from now on${of(args)}`,
    run(args, stage) {
      stage.disturb({ what: 'delay', ...args })
      return undefined
    },
  }),
  'world.interruptsEvents': verb({
    args: z.strictObject({ for: duration }),
    says: (args) => `No event arrives for ${formatDuration(args.for)}; then all do`,
    run(args, stage) {
      stage.interrupt(args.for)
      return undefined
    },
  }),
  'world.waits': verb({
    args: z.strictObject({ for: duration }),
    says: (args) => `${formatDuration(args.for)} go by`,
    run: async (args, stage) => {
      await stage.sleep(args.for)
      return undefined
    },
  }),
  'world.faults': verb({
    args: faultSchema,
    says: (args) => `A fault is laid: ${args.name ?? args.effect.kind}`,
    run(args, stage) {
      addFault(args, stage)
      return undefined
    },
  }),
}
