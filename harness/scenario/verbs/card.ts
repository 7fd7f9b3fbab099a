import { z } from 'zod'
import { fieldsOf, records, typeOf } from '../crm/words.ts'
import { someone, verb, who } from './verb.ts'

const record = z.enum(records)
const which = z.strictObject({
  ...who,
  record,
  /** Which, when several are shown: part of what the card displays, or its id. */
  named: z.string().min(1).optional(),
})

const onCard = (action: 'pin' | 'link' | 'unlink', kind: string) =>
  verb({
    args: which,
    says: (args) => `${someone(args)} ${action}s the ${args.record}${args.named ? ` ${args.named}` : ''}`,
    run: (args, stage) =>
      stage.centre.asks(stage.leg(kind, args).contact, { action, record: typeOf(stage.crm, args.record), ...(args.named ? { named: args.named } : {}) }),
  })

/** What an agent can do on the customer card. */
export const cardVerbs = {
  'agent.searches': verb({
    args: z.strictObject({ ...who, phone: z.string().min(1).optional(), email: z.string().min(1).optional() }),
    says: (args) => `${someone(args)} searches for ${args.phone ?? args.email ?? "the contact's number"}`,
    run(args, stage) {
      const leg = stage.leg('agent.searches', args)
      const by = args.phone || args.email ? { phoneNumber: args.phone, email: args.email } : { phoneNumber: leg.customer.phone, email: undefined }
      return stage.centre.asks(leg.contact, {
        action: 'search',
        ...(by.phoneNumber ? { phoneNumber: by.phoneNumber } : {}),
        ...(by.email ? { email: by.email } : {}),
      })
    },
  }),
  'agent.creates': verb({
    args: z.strictObject({
      ...who,
      record,
      fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
      pin: z.boolean().default(false),
    }),
    says: (args) => `${someone(args)} creates a ${args.record}${args.pin ? ' and pins it' : ''}`,
    run: (args, stage) =>
      stage.centre.asks(stage.leg('agent.creates', args).contact, {
        action: 'create',
        record: typeOf(stage.crm, args.record),
        fields: fieldsOf(stage.crm, args.record, args.fields),
        pin: args.pin,
      }),
  }),
  'agent.updates': verb({
    args: z.strictObject({ ...which.shape, fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])) }),
    says: (args) => `${someone(args)} changes the ${args.record}${args.named ? ` ${args.named}` : ''}`,
    run: (args, stage) =>
      stage.centre.asks(stage.leg('agent.updates', args).contact, {
        action: 'update',
        record: typeOf(stage.crm, args.record),
        fields: fieldsOf(stage.crm, args.record, args.fields),
        ...(args.named ? { named: args.named } : {}),
      }),
  }),
  'agent.pins': onCard('pin', 'agent.pins'),
  'agent.links': onCard('link', 'agent.links'),
  'agent.unlinks': onCard('unlink', 'agent.unlinks'),
}
