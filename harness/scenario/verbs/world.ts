import { z } from 'zod'
import { formatDuration } from '../../../mocks/core/duration.ts'
import { faultSchema } from '../../../mocks/core/faults.ts'
import { duration } from '../../../mocks/core/schema.ts'
import type { Stage } from '../stage.ts'
import { verb } from './verb.ts'

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
      await stage.disableSystemUser()
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
