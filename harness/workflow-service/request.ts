import { z } from 'zod'
import { describe } from '../scenario/complain.ts'
import { ServiceProblem } from './problem.ts'

const id = z
  .unknown()
  .refine((value) => typeof value === 'string' || typeof value === 'number', 'expected an ID, as text or as a number')
  .transform(String)
const integration = z.array(z.object({ entity: z.string().min(1), entityId: id, entityLabel: z.string().optional() })).default([])
const input = z.record(z.string(), z.unknown()).default({})
/** Search says `interactionID`, create says `interactionId`; either is taken from all. */
const common = { interactionID: id.optional(), interactionId: id.optional(), contactID: id.optional(), contactId: id.optional() }
const said = z.string().default('')
const cxoneContact = z.looseObject({
  interactionId: id,
  contactId: id,
  mediaType: said,
  direction: said,
  agentName: said,
  startTime: said,
  scriptVariables: z.record(z.string(), z.string()).default({}),
})

/**
 * Bodies of an execution by `action`, which is compared in lower case. Names are the vendor's, `entites` included. Of `create`
 * and `update` only the envelope is: what is inside `workflowInput` is simulator-defined, as in the Studio script. `integration`
 * of a create, the records that it concerns, is simulator-defined too.
 */
const bodies = {
  search: z.object({
    ...common,
    workflowInput: z.looseObject({ entites: z.array(z.object({ entity: z.string().min(1), entityId: id })).optional() }).default({}),
    cacheKey: z.string().min(1).optional(),
    dynamicDataMappingId: z.string().optional(),
  }),
  create: z.object({ ...common, workflowInput: input, integration, dynamicDataMappingId: z.string().optional(), cacheKey: z.string().min(1).optional() }),
  update: z.object({ ...common, workflowInput: input, dynamicDataMappingId: z.string().optional() }),
  datamemorialization: z.object({ ...common, dataMappingId: z.string(), cxoneContact, integration, workflowInput: input }),
  createtimeline: z.object({ ...common, cxoneContact, integration }),
  relatesto: z.object({
    ...common,
    entity: z.string().min(1),
    entityId: id,
    relatedObject: z.object({ name: z.string().optional(), entityType: z.string().min(1), value: id }),
  }),
}
type Bodies = { [Action in keyof typeof bodies]: z.infer<(typeof bodies)[Action]> }
export type ServiceRequest = { [Action in keyof Bodies]: { action: Action } & Bodies[Action] }[keyof Bodies]

export type Of<Action extends keyof Bodies> = Extract<ServiceRequest, { action: Action }>

/** What an agent application asked for; refuses what it cannot mean, naming the member. */
export function readRequest(sent: unknown): ServiceRequest {
  const word = sent !== null && typeof sent === 'object' && 'action' in sent && typeof sent.action === 'string' ? sent.action : undefined
  const known = Object.keys(bodies)
  if (word === undefined) throw new ServiceProblem(400, 'NoAction', 'The body has no "action", a text.', known.join(', '))
  const action = word.toLowerCase() as keyof typeof bodies
  if (action === ('trigger' as string))
    throw new ServiceProblem(501, 'NotImitated', 'The action "trigger" is not imitated: what it does is not public.', known.join(', '))
  const body = bodies[action]
  if (!Object.hasOwn(bodies, action)) throw new ServiceProblem(400, 'UnknownAction', `There is no action "${word}".`, known.join(', '))
  const read = body.safeParse(sent, { reportInput: true })
  if (!read.success) {
    const said = read.error.issues.map((issue) => `${issue.path.slice(0, -1).map(String).join('.') || 'The body'}: ${describe(issue, []).message}`)
    throw new ServiceProblem(400, 'BadRequest', `The body of "${action}" cannot be read. ${said.join(' ')}`)
  }
  return { action, ...read.data } as ServiceRequest
}

export const interactionOf = (request: Pick<ServiceRequest, 'interactionID' | 'interactionId'>): string => request.interactionID ?? request.interactionId ?? ''
export const contactOf = (request: Pick<ServiceRequest, 'contactID' | 'contactId'>): string => request.contactID ?? request.contactId ?? ''
