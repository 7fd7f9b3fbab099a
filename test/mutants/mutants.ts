import type { InteractionEvent } from '../../harness/events.ts'
import {
  both,
  isCreate,
  isSearch,
  isSignIn,
  isUpdate,
  type Mutation,
  onEvents,
  onTheWire,
  type Request,
  rewritten,
  type Send,
  silentAbout,
} from './decorate.ts'
import type { Scene } from './scenes.ts'

export interface Mutant {
  /** What this integration does wrong. */
  does: string
  /** The rule that must catch it ... */
  rule: string
  /** ... and those that may beside it, because the same fault breaks them too. */
  also?: readonly string[]
  scene: Scene
  crm?: 'dynamics' | 'zendesk'
  /** Made anew for each play. */
  mutation: () => Mutation
}

const atUpdates = (act: (send: Send, url: string, init: Request) => Promise<Response>): Mutation =>
  onTheWire((send) => (url, init) => (isUpdate(init) ? act(send, url, init) : send(url, init)))
export const writing = (change: (fields: Record<string, unknown>, url: string) => Record<string, unknown>): Mutation =>
  atUpdates((send, url, init) =>
    send(
      url,
      rewritten(init, (fields) => change(fields, url)),
    ),
  )

/** Where the support configurations put the disposition notes, the agent's name and the contact's id. */
export const isZendesk = (url: string) => url.includes('zendesk')
const notes = (url: string) => (isZendesk(url) ? 'notes' : 'description')
const agent = (url: string) => (isZendesk(url) ? 'alias' : 'department')

export const call = (event: InteractionEvent) =>
  event.type === 'com.nice.cxone.CallContactEvent' ? (event.data as InteractionEvent<'com.nice.cxone.CallContactEvent'>['data']) : undefined
const inbox = (event: InteractionEvent) =>
  event.type === 'com.nice.cxone.CaseInboxAssigneeChanged'
    ? (event.data as InteractionEvent<'com.nice.cxone.CaseInboxAssigneeChanged'>['data']).case
    : undefined
const unended = ({ endedby: _, ...event }: InteractionEvent): InteractionEvent => event
export const isOver = (event: InteractionEvent) => call(event)?.finalState === true || (inbox(event)?.previousInboxAssignee ?? null) !== null

/** The event once more, as if it were about another contact: the integration keeps the two apart and writes both. */
export const twin = (event: InteractionEvent, changes: Partial<InteractionEvent> = {}): InteractionEvent => ({
  ...event,
  id: `${event.id}-twin`,
  contactid: `${event.contactid}-twin`,
  ...changes,
})
export const isSnapshot = ({ type }: InteractionEvent) => type === 'com.nice.cxone.VoiceContact' || type === 'com.nice.cxone.DigitalContactEvent'

const early = (when: (event: InteractionEvent) => InteractionEvent | undefined): Mutation =>
  onEvents((event) => {
    if (isSnapshot(event)) return [event, twin(event)]
    const over = when(event)
    return over ? [event, over] : [event]
  })

export const mutants: readonly Mutant[] = [
  {
    does: 'writes when the voice path is gone, before after-call work is done',
    rule: 'memorialized-after-trigger',
    scene: 'call',
    mutation: () =>
      early((event) =>
        call(event)?.status === 'Disconnected' && !call(event)?.finalState ? twin(event, { data: { ...event.data, finalState: true } as never }) : undefined,
      ),
  },
  {
    does: 'writes when the voice path is gone, and not at the end',
    rule: 'memorialized-after-trigger',
    also: ['memorialized'],
    scene: 'call',
    mutation: () =>
      onEvents((event) => (call(event)?.status === 'Disconnected' ? [{ ...event, data: { ...event.data, finalState: true } as never }] : [event])),
  },
  {
    does: 'writes when a digital contact is closed, before it is dismissed (the trigger of older versions)',
    rule: 'memorialized-after-trigger',
    scene: 'dismissal',
    mutation: () =>
      early((event) => {
        if (event.type !== 'com.nice.cxone.CaseStatusChanged') return undefined
        const data = event.data as InteractionEvent<'com.nice.cxone.CaseStatusChanged'>['data']
        if (data.case.status !== 'closed') return undefined
        return twin(event, {
          type: 'com.nice.cxone.CaseInboxAssigneeChanged',
          data: { ...data, case: { ...data.case, previousInboxAssignee: data.case.inboxAssignee ?? 'somebody', inboxAssignee: null } },
        })
      }),
  },
  {
    does: 'does not know a transfer for a trigger',
    rule: 'memorialized',
    scene: 'transfer',
    mutation: () => onEvents((event) => ((inbox(event)?.previousInboxAssignee ?? null) !== null && inbox(event)?.inboxAssignee !== null ? [] : [event])),
  },
  {
    does: 'does not hear the end of after-call work',
    rule: 'memorialized',
    scene: 'call',
    mutation: () => onEvents((event) => (call(event)?.finalState ? [] : [event])),
  },
  {
    does: 'writes nothing at all when the contact hung up first',
    rule: 'memorialized',
    scene: 'contactHangsUp',
    mutation: () => onEvents((event) => (isOver(event) && event.endedby === 'contact' ? [] : call(event)?.finalState ? [] : [event])),
  },
  {
    does: 'forgets one of the mapped fields',
    rule: 'memorialized',
    scene: 'call',
    mutation: () => writing((fields, url) => Object.fromEntries(Object.entries(fields).filter(([name]) => name !== agent(url)))),
  },
  {
    does: "writes one field's value into another",
    rule: 'memorialized',
    scene: 'call',
    mutation: () => writing((fields, url) => ({ ...fields, [agent(url)]: fields[notes(url)] })),
  },
  {
    does: 'writes everything twice',
    rule: 'memorialized-once',
    scene: 'call',
    mutation: () =>
      atUpdates(async (send, url, init) => {
        await send(url, init)
        return send(url, init)
      }),
  },
  {
    does: 'takes a repeated event for another one',
    rule: 'memorialized-once',
    scene: 'dismissal',
    mutation: () => onEvents((event) => (isSnapshot(event) || isOver(event) ? [event, twin(event)] : [event])),
  },
  {
    does: 'does not heed who hung up',
    rule: 'withheld',
    scene: 'contactHangsUp',
    mutation: () => onEvents((event) => [unended(event)]),
  },
  {
    does: 'does not heed who left the chat',
    rule: 'withheld',
    scene: 'contactLeaves',
    mutation: () => onEvents((event) => [unended(event)]),
  },
  {
    does: 'blanks what is to be withheld',
    rule: 'withheld',
    scene: 'contactHangsUp',
    mutation: () => writing((fields, url) => ({ ...fields, [notes(url)]: '' })),
  },
  {
    does: 'writes the name of an attachment into a field of its own choice',
    rule: 'mapped-text-only',
    scene: 'dismissal',
    mutation: () => writing((fields, url) => ({ ...fields, [isZendesk(url) ? 'signature' : 'spousesname']: 'invoice-4711.pdf' })),
  },
  {
    does: 'adds an internal note to what it writes',
    rule: 'mapped-text-only',
    also: ['memorialized'],
    scene: 'dismissal',
    mutation: () => writing((fields, url) => ({ ...fields, [agent(url)]: `${fields[agent(url)]} (Ada is a lawyer)` })),
  },
  {
    does: 'writes a field that nobody mapped',
    rule: 'mapped-text-only',
    scene: 'call',
    mutation: () => writing((fields, url) => ({ ...fields, [isZendesk(url) ? 'phone' : 'mobilephone']: '+49 30 1234567' })),
  },
  {
    does: 'writes a number where text is mapped',
    rule: 'mapped-text-only',
    scene: 'call',
    crm: 'zendesk',
    mutation: () => writing((fields) => ({ ...fields, external_id: Number(fields.external_id) })),
  },
  {
    does: 'keeps to itself that text was lost',
    rule: 'field-limits',
    scene: 'longTranscript',
    mutation: () => silentAbout('lost'),
  },
  {
    does: 'cuts long text before it sends it, and tells nobody',
    rule: 'field-limits',
    scene: 'longTranscript',
    mutation: () =>
      both(
        silentAbout('lost'),
        writing((fields) =>
          Object.fromEntries(
            Object.entries(fields).map(([name, value]) => {
              const body = (value as { body?: string }).body
              if (typeof value === 'string') return [name, value.slice(0, 500)]
              return [name, body === undefined ? value : { ...(value as object), body: body.slice(0, 500) }]
            }),
          ),
        ),
      ),
  },
  {
    does: 'writes to somebody else as well',
    rule: 'linked-records-only',
    scene: 'call',
    mutation: () =>
      atUpdates(async (send, url, init) => {
        const answer = await send(url, init)
        const list = isZendesk(url) ? url.replace(/users\/\d+.*/, 'users.json') : url.replace(/\(.*/, '?$select=contactid')
        const { method: __, body: ___, ...plain } = init
        const found = (await (await send(list, plain)).json()) as { users?: { id: number; role: string }[]; value?: { contactid: string }[] }
        const ids = found.users?.filter(({ role }) => role === 'end-user').map(({ id }) => String(id)) ?? found.value?.map(({ contactid }) => contactid) ?? []
        const other = ids.find((id) => !url.includes(id))
        if (other === undefined) throw new Error('There is nobody else to write to.')
        await send(
          url.replace(/(users\/|contacts\()[\w-]+/, `$1${other}`),
          rewritten(init, ({ external_id: _, ...fields }) => fields),
        )
        return answer
      }),
  },
  {
    does: 'goes on writing to a record that the agent has unlinked',
    rule: 'linked-records-only',
    scene: 'unlinked',
    mutation: () =>
      onEvents((event) =>
        event.type === 'com.nice.cxone.CustomEvent' && (event.data as InteractionEvent<'com.nice.cxone.CustomEvent'>['data']).data.action === 'unlink'
          ? []
          : [event],
      ),
  },
  {
    does: 'signs in before every call',
    rule: 'token-renewal',
    scene: 'call',
    mutation: () => {
      let signIn: { url: string; init: Request } | undefined
      return onTheWire((send) => async (url, init) => {
        if (isSignIn(url)) signIn = { url, init }
        else if (signIn) await send(signIn.url, signIn.init)
        return send(url, init)
      })
    },
  },
  {
    does: 'renews an expired token twice at the same time',
    rule: 'token-renewal',
    scene: 'firstOfTheDay',
    mutation: () =>
      onTheWire((send) => async (url, init) => {
        if (!isSignIn(url)) return send(url, init)
        const [answer] = await Promise.all([send(url, init), send(url, init)])
        return answer
      }),
  },
  {
    does: 'gives a renewal up after five seconds and asks anew',
    rule: 'token-renewal',
    scene: 'firstOfTheDay',
    crm: 'dynamics',
    mutation: () =>
      onTheWire((send, clock) => async (url, init) => {
        if (!isSignIn(url)) return send(url, init)
        const answer = await Promise.race([send(url, init), clock.sleep(5000)])
        return answer ?? send(url, init)
      }),
  },
  {
    does: 'tries the token of yesterday before it signs in',
    rule: 'no-dead-token',
    scene: 'firstOfTheDay',
    mutation: () => {
      let first: string | undefined
      return onTheWire((send) => async (url, init) => {
        const { authorization } = init.headers
        if (isSignIn(url) || authorization === undefined) return send(url, init)
        first ??= authorization
        if (first !== authorization) await send(url, { ...init, headers: { ...init.headers, authorization: first } })
        return send(url, init)
      })
    },
  },
  {
    does: 'repeats a create whose answer was lost',
    rule: 'no-duplicate-record',
    scene: 'lostCreate',
    mutation: () =>
      onTheWire((send) => async (url, init) => {
        if (!isCreate(url, init)) return send(url, init)
        const { 'idempotency-key': _, ...headers } = init.headers
        const anew = rewritten({ ...init, headers }, ({ contactid: __, ...fields }) => fields)
        return send(url, anew).catch(() => send(url, anew))
      }),
  },
  {
    does: 'creates a person whom its search has found',
    rule: 'no-duplicate-record',
    scene: 'call',
    mutation: () =>
      onTheWire((send) => async (url, init) => {
        const answer = await send(url, init)
        if (!isSearch(url, init)) return answer
        return Response.json(isZendesk(url) ? { users: [], results: [] } : { value: [] })
      }),
  },
  {
    does: 'keeps failures to itself',
    rule: 'failures-reported',
    scene: 'refusedWrite',
    mutation: () => silentAbout('failed'),
  },
  {
    does: 'takes a refusal for success',
    rule: 'failures-reported',
    scene: 'refusedWrite',
    mutation: () =>
      atUpdates(async (send, url, init) => {
        const answer = await send(url, init)
        return answer.ok ? answer : new Response(null, { status: 204 })
      }),
  },
  {
    does: 'gives up a write whose answer was lost, and tells nobody',
    rule: 'failures-reported',
    scene: 'lostWrite',
    mutation: () => atUpdates((send, url, init) => send(url, init).catch(() => new Response(null, { status: 204 }))),
  },
  {
    does: 'gives back an event that it does not know',
    rule: 'events-taken',
    scene: 'call',
    mutation: () => (integration) => ({
      ...integration,
      deliver: async (event) => {
        await integration.deliver(event)
        if (event.type === 'com.nice.cxone.AgentState') throw new Error('unknown event com.nice.cxone.AgentState')
      },
    }),
  },
]
