import type { InteractionEvent } from '../../harness/events.ts'
import { both, isCreate, isSearch, isSignIn, isUpdate, onEvents, onTheWire, type Request, rewritten, type Send } from './decorate.ts'
import { call, isOver, isSnapshot, isZendesk, type Mutant, twin, writing } from './mutants.ts'

/** Events of contacts that a transfer made are another agent's. */
const byLaterAgent = (): ((event: InteractionEvent) => boolean) => {
  const first = new Map<string, string>()
  return ({ subject, contactid }) => {
    if (!first.has(subject)) first.set(subject, contactid)
    return first.get(subject) !== contactid
  }
}

const done = () => new Response(null, { status: 204 })

/** What goes wrong when a contact is transferred, reloaded or one of several, and on bad days of the CRM. */
export const moreMutants: readonly Mutant[] = [
  {
    does: 'ignores Retry-After',
    rule: 'retry-after',
    scene: 'throttled',
    mutation: () =>
      onTheWire((send) => async (url, init) => {
        const answer = await send(url, init)
        return answer.status === 429 ? send(url, init) : answer
      }),
  },
  {
    does: 'cuts the transcript in the middle of a character',
    rule: 'whole-characters',
    scene: 'emoji',
    crm: 'dynamics',
    mutation: () => {
      const longest = new Map<string, number>()
      return writing((fields) =>
        Object.fromEntries(
          Object.entries(fields).map(([name, value]) => {
            if (typeof value !== 'string') return [name, value]
            const before = longest.get(name) ?? 0
            longest.set(name, Math.max(before, value.length))
            return [name, value.length < before ? value.slice(0, -1) : value]
          }),
        ),
      )
    },
  },
  {
    does: 'writes to the record that was pinned for the caller before',
    rule: 'linked-records-only',
    also: ['memorialized'],
    scene: 'twoCalls',
    mutation: () => {
      let pinned: string | undefined
      return onTheWire((send) => (url, init) => send(isUpdate(init) ? (pinned ??= url) : url, init))
    },
  },
  {
    does: 'does not memorialize the agent to whom a call was transferred',
    rule: 'memorialized',
    scene: 'voiceTransfer',
    mutation: () => {
      const later = byLaterAgent()
      return onEvents((event) => (later(event) && isOver(event) ? [] : [event]))
    },
  },
  {
    does: 'creates the caller again when another agent takes over',
    rule: 'no-duplicate-record',
    // The script pins what it creates, so the second record is owed what the first one got.
    also: ['memorialized'],
    scene: 'strangerTransferred',
    mutation: () => {
      const later = byLaterAgent()
      let create: { send: Send; url: string; init: Request } | undefined
      const noticed = onTheWire((send) => (url, init) => {
        if (isCreate(url, init)) create ??= { send, url, init }
        return send(url, init)
      })
      return both(noticed, (integration) => ({
        ...integration,
        async deliver(event) {
          const again = later(event) ? create : undefined
          if (again) {
            create = undefined
            await again.send(
              again.url,
              rewritten(again.init, ({ contactid: _, ...fields }) => fields),
            )
          }
          return integration.deliver(event)
        },
      }))
    },
  },
  {
    does: 'makes the timeline task as soon as the caller is found',
    rule: 'timeline-task',
    scene: 'timeline',
    crm: 'dynamics',
    mutation: () =>
      onTheWire((send) => async (url, init) => {
        const answer = await send(url, init)
        if (!isSearch(url, init) || !url.includes('/contacts')) return answer
        const [found] = ((await answer.clone().json()) as { value: { contactid: string }[] }).value
        const task = { subject: 'A call', 'regardingobjectid_contact_task@odata.bind': `/contacts(${found?.contactid})` }
        const headers = { ...init.headers, 'content-type': 'application/json' }
        await send(url.replace(/contacts\?.*/, 'tasks'), { ...init, method: 'POST', headers, body: JSON.stringify(task) })
        return answer
      }),
  },
  {
    does: "hangs the timeline task on nobody's record",
    rule: 'timeline-task',
    scene: 'timeline',
    crm: 'dynamics',
    mutation: () =>
      onTheWire((send) => (url, init) => send(url, /\/tasks\b/.test(url) ? rewritten(init, ({ subject, description }) => ({ subject, description })) : init)),
  },
  {
    does: "writes the agent's wall clock as if it were UTC",
    rule: 'memorialized',
    scene: 'facts',
    mutation: () =>
      writing((fields) =>
        Object.fromEntries(
          Object.entries(fields).map(([name, value]) => {
            const instant = typeof value === 'string' && /^\d{4}-\d\d-\d\dT.*Z$/.test(value) ? Date.parse(value) : undefined
            return [name, instant === undefined ? value : new Date(instant + 3_600_000).toISOString()]
          }),
        ),
      ),
  },
  {
    does: 'takes every call for an outbound one',
    rule: 'memorialized',
    scene: 'facts',
    mutation: () => writing((fields) => Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value === 'inbound' ? 'outbound' : value]))),
  },
  {
    does: 'takes a contact for another one after a reload',
    rule: 'memorialized-once',
    scene: 'reload',
    mutation: () => {
      const told = new Set<string>()
      const reloaded = new Set<string>()
      return onEvents((event) => {
        const { status, finalState } = call(event) ?? {}
        const state = `${event.contactid} ${status} ${finalState}`
        if (status && told.has(state)) reloaded.add(event.contactid)
        told.add(state)
        return reloaded.has(event.contactid) && (isSnapshot(event) || isOver(event)) ? [event, twin(event)] : [event]
      })
    },
  },
  {
    does: 'maps an attachment: it hangs the file on the record as a note',
    rule: 'mapped-text-only',
    scene: 'dismissal',
    crm: 'dynamics',
    mutation: () =>
      onTheWire((send) => async (url, init) => {
        const answer = await send(url, init)
        if (!isUpdate(init)) return answer
        const [, set = '', id = ''] = /\/(\w+)\(([\w-]+)\)/.exec(url) ?? []
        const note = { filename: 'invoice-4711.pdf', mimetype: 'application/pdf', documentbody: 'JVBERg==', 'objectid_contact@odata.bind': `/${set}(${id})` }
        const { 'if-match': _, ...headers } = init.headers
        await send(url.replace(/contacts\(.*/, 'annotations'), { ...init, method: 'POST', headers, body: JSON.stringify(note) })
        return answer
      }),
  },
  {
    does: 'tries a token again that the CRM has just refused',
    rule: 'no-dead-token',
    scene: 'diesMidCall',
    mutation: () =>
      onTheWire((send) => async (url, init) => {
        const answer = await send(url, init)
        return answer.status === 401 && !isSignIn(url) ? send(url, init) : answer
      }),
  },
  {
    does: 'memorializes the first of two linked records only',
    rule: 'memorialized',
    scene: 'twoRecords',
    mutation: () => onTheWire((send) => async (url, init) => (isUpdate(init) && /incidents|tickets/.test(url) ? done() : send(url, init))),
  },
  {
    does: 'does not know that a recorded message is over',
    rule: 'memorialized',
    scene: 'voicemail',
    mutation: () =>
      onEvents((event) =>
        event.type === 'com.nice.cxone.VoiceMailContactEvent' && (event.data as InteractionEvent<'com.nice.cxone.VoiceMailContactEvent'>['data']).finalState
          ? []
          : [event],
      ),
  },
  {
    does: 'makes a disposition up for a contact who left first',
    rule: 'withheld',
    scene: 'contactLeaves',
    mutation: () => writing((fields, url) => ({ ...fields, [isZendesk(url) ? 'details' : 'jobtitle']: 'Left' })),
  },
]
