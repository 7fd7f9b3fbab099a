import { z } from 'zod'
import type { Outcome } from '../../contact-centre/people.ts'
import { brief, message, whole } from './contact.ts'
import { name, someone, target, verb, who } from './verb.ts'

type Plain =
  | 'agent.holds'
  | 'agent.resumes'
  | 'agent.masks'
  | 'agent.unmasks'
  | 'agent.mutes'
  | 'agent.unmutes'
  | 'agent.hangsUp'
  | 'agent.completes'
  | 'agent.finishesAcw'
  | 'agent.logsOut'
  | 'agent.reloads'
  | 'agent.unassignsAndDismisses'

const plain = (kind: Plain, says: string) =>
  verb({
    args: z.strictObject(who),
    says: (args) => `${someone(args)} ${says}`,
    run: (args, stage) => stage.centre.perform(stage.leg(kind, args).contact, { verb: kind }),
  })

/** Takes a waiting contact, or not: the agent is named, and which contact only if several wait. */
const takes = (kind: 'agent.answers' | 'agent.accepts' | 'agent.refuses', says: string) =>
  verb({
    args: z.strictObject({ agent: name, contact: name.optional() }),
    says: ({ agent }) => `${agent} ${says}`,
    run: ({ agent, contact }, stage) => stage.centre.perform(stage.leg(kind, { agent, contact }).contact, { verb: kind, agent: stage.agent(agent) }),
  })

const statuses = z.enum(['new', 'open', 'pending', 'escalated', 'resolved', 'closed'])
const whom = (to: z.infer<typeof target>) => ('agent' in to ? to.agent : `skill ${to.skill}`)

/** What an agent can do with a contact. */
export const agentVerbs = {
  'agent.dials': verb({
    args: z.strictObject({ agent: name, to: name, skill: name.optional(), internal: z.boolean().default(false) }),
    says: ({ agent, to }) => `${agent} dials ${to}`,
    run: ({ agent, to, skill, internal }, stage) =>
      stage.centre.dials(stage.agent(agent), stage.customer(to), stage.skill(skill), internal ? 'internal' : 'outbound'),
  }),
  'agent.answers': takes('agent.answers', 'answers'),
  'agent.refuses': takes('agent.refuses', 'refuses the call'),
  'agent.accepts': takes('agent.accepts', 'takes the conversation'),
  'agent.holds': plain('agent.holds', 'puts the call on hold'),
  'agent.resumes': plain('agent.resumes', 'takes the call off hold'),
  'agent.mutes': plain('agent.mutes', 'mutes the microphone'),
  'agent.unmutes': plain('agent.unmutes', 'unmutes the microphone'),
  'agent.masks': plain('agent.masks', 'masks the recording'),
  'agent.unmasks': plain('agent.unmasks', 'unmasks the recording'),
  'agent.hangsUp': plain('agent.hangsUp', 'hangs up'),
  'agent.finishesAcw': plain('agent.finishesAcw', 'finishes after-call work'),
  'agent.completes': plain('agent.completes', 'is done with the message or work item'),
  'agent.logsOut': plain('agent.logsOut', 'loses the session'),
  'agent.reloads': plain('agent.reloads', 'reloads the agent application'),
  'agent.consults': verb({
    args: z.strictObject({ ...who, with: name }),
    says: (args) => `${args.with} is asked while the contact waits`,
    run: (args, stage) => stage.centre.perform(stage.leg('agent.consults', args).contact, { verb: 'agent.consults', agent: stage.agent(args.with) }),
  }),
  'agent.transfers': verb({
    args: z.strictObject({ ...who, to: target }),
    says: (args) => `${someone(args)} transfers to ${whom(args.to)}`,
    run: (args, stage) =>
      stage.centre.perform(stage.leg('agent.transfers', args).contact, {
        verb: 'agent.transfers',
        to: 'agent' in args.to ? { agent: stage.agent(args.to.agent) } : { skill: stage.skill(args.to.skill) },
      }),
  }),
  'agent.conferences': verb({
    args: z.strictObject({ ...who, with: name }),
    says: (args) => `${args.with} joins the call`,
    run: (args, stage) => stage.centre.perform(stage.leg('agent.conferences', args).contact, { verb: 'agent.conferences', agent: stage.agent(args.with) }),
  }),
  'agent.selectsDisposition': verb({
    args: z.strictObject({ ...who, name: name.optional(), notes: z.string().optional(), tags: z.array(name).optional(), status: name.optional() }),
    says: (args) => `${someone(args)} selects ${args.name ? `the disposition ${args.name}` : 'an outcome'}${args.notes ? `, notes: ${brief(args.notes)}` : ''}`,
    run(args, stage) {
      const outcome: Partial<Outcome> = {
        ...(args.name === undefined ? {} : { dispositionName: args.name }),
        ...(args.notes === undefined ? {} : { dispositionNotes: args.notes }),
        ...(args.tags === undefined ? {} : { tags: args.tags }),
        ...(args.status === undefined ? {} : { status: args.status }),
      }
      return stage.centre.perform(stage.leg('agent.selectsDisposition', args).contact, { verb: 'agent.selectsDisposition', outcome })
    },
  }),
  'agent.setsStatus': verb({
    args: z.strictObject({ ...who, status: statuses }),
    says: (args) => `${someone(args)} sets the status ${args.status}`,
    run: (args, stage) => stage.centre.perform(stage.leg('agent.setsStatus', args).contact, { verb: 'agent.setsStatus', status: args.status }),
  }),
  'agent.says': verb({
    args: message,
    says: (args) => `${someone(args)} writes: ${brief(whole(args))}${args.attachments.map((file) => ` [${file.fileName}]`).join('')}`,
    run: (args, stage) => stage.centre.perform(stage.leg('agent.says', args).contact, { verb: 'agent.says', text: whole(args), attachments: args.attachments }),
  }),
  'agent.notes': verb({
    args: z.strictObject({ ...who, text: name }),
    says: (args) => `${someone(args)} writes an internal note: ${brief(args.text)}`,
    run: (args, stage) => stage.centre.perform(stage.leg('agent.notes', args).contact, { verb: 'agent.notes', text: args.text }),
  }),
  'agent.unassignsAndDismisses': plain('agent.unassignsAndDismisses', 'unassigns and dismisses'),
}
