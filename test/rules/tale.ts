import { expect } from 'vitest'
import type { CrmConfiguration } from '../../harness/configuration/schema.ts'
import { crmConfigurationSchema } from '../../harness/configuration/schema.ts'
import type { InteractionEvent, RecordReference } from '../../harness/events.ts'
import type { Notice } from '../../harness/integration.ts'
import { rules } from '../../harness/rules/index.ts'
import { listening } from '../../harness/rules/listening.ts'
import type { Finding } from '../../harness/rules/rule.ts'
import type { TraceEntry } from '../../harness/trace.ts'
import type { CrmAction, Exchange, RecordKind, Remark } from '../../mocks/core/index.ts'

/** 2026-11-20T08:00:00Z; the times of a tale are seconds from there. */
export const START = Date.UTC(2026, 10, 20, 8)
const at = (seconds: number) => START + seconds * 1000

export const ada: RecordReference = { type: 'contact', id: 'ada' }
export const ticket: RecordReference = { type: 'ticket', id: '17' }
export const kinds: Record<string, RecordKind> = { contact: 'contact', user: 'contact', incident: 'case', ticket: 'case', comment: 'note', task: 'task' }

const selected = [{ 'AGENT WORKFLOW CONFIGURATION': { dataMemorialization: 'Voice' } }, { 'AGENT WORKFLOW CONFIGURATION': { dataMemorialization: 'Digital' } }]
const voice = (data: string) => ({ channel: 'Voice Call Contact', data })
const digital = (data: string) => ({ channel: 'Digital Contact', data })

const wanted = {
  dynamics: {
    name: 'Support',
    integrationType: 'Microsoft Dynamics 365',
    authentication: { name: 'a', url: 'https://r.crm.dynamics.com', scope: 's', tenantId: 't', clientId: 'c', clientSecret: 'x' },
    external_screenpop_domain_md: 'https://r.crm.dynamics.com',
    dataMemorialization: [
      {
        name: 'Voice',
        entities: {
          contact: {
            description: voice('Disposition Notes'),
            department: voice('Agent Name'),
            suffix: { channel: 'Script Variable', data: 'tier' },
          },
        },
      },
      {
        name: 'Digital',
        entities: { contact: { description: digital('Transcription Text'), department: digital('Agent Name'), jobtitle: digital('Status') } },
      },
    ],
    studioScript: selected,
  },
  zendesk: {
    name: 'Support',
    integrationType: 'Zendesk',
    authentication: { name: 'a', subdomain: 'https://r.zendesk.com', clientId: 'c', clientSecret: 'x' },
    dataMemorialization: [
      { name: 'Voice', entities: { ticket: { comment: voice('Disposition Notes'), subject: voice('Disposition Name') } } },
      { name: 'Digital', entities: { ticket: { comment: digital('Transcription Text') } } },
    ],
    studioScript: selected,
  },
}

export const configurationOf = (crm: 'dynamics' | 'zendesk', changes: object = {}): CrmConfiguration =>
  crmConfigurationSchema.parse({ ...wanted[crm], ...changes })

export const values = {
  'Agent Name': 'Mia',
  'Contact ID': 'c1',
  'Disposition Name': 'Invoice explained',
  'Disposition Notes': 'Sent a copy.',
  'Transcription Text': '08:00 Ada: hello\n08:01 Mia: good morning',
  Status: 'closed',
}

interface Where {
  interaction?: string
  contact?: string
}

/** A trace by hand: what happened, line by line, and what the rules say of it. */
export function tale(crm: 'dynamics' | 'zendesk' = 'dynamics', changes: object = {}) {
  const configuration = configurationOf(crm, changes)
  const entries: TraceEntry[] = []
  let ids = 0
  const notice = (seconds: number, one: Notice) => add({ kind: 'notice', at: at(seconds), notice: one })
  const add = (entry: TraceEntry) => {
    entries.push(entry)
    return story
  }

  const story = {
    started: (seconds: number, media: 'voice' | 'digital' = 'voice', { interaction = 'i1', contact = 'c1' }: Where = {}) =>
      add({ kind: 'moment', at: at(seconds), moment: { what: 'started', interaction, contact, media } }),
    due: (seconds: number, more: Partial<Extract<Extract<TraceEntry, { kind: 'moment' }>['moment'], { what: 'due' }>> = {}) =>
      add({
        kind: 'moment',
        at: at(seconds),
        moment: { what: 'due', interaction: 'i1', contact: 'c1', media: 'voice', values, withheld: [], scriptVariables: {}, ...more },
      }),
    unmappable: (seconds: number, text: string) =>
      add({ kind: 'moment', at: at(seconds), moment: { what: 'unmappable', interaction: 'i1', contact: 'c1', text } }),
    event: (seconds: number, type: InteractionEvent['type'], data: unknown, id = `e${entries.length}`) =>
      add({ kind: 'event', at: at(seconds), event: eventOf(id, type, data) }),
    delivered: (seconds: number, id: string, error?: string) =>
      add({ kind: 'delivered', at: at(seconds), event: eventOf(id, 'com.nice.cxone.AgentState', {}), ...(error === undefined ? {} : { error }) }),
    linked: (seconds: number, record = crm === 'dynamics' ? ada : ticket, interaction = 'i1') => notice(seconds, { kind: 'linked', interaction, record }),
    unlinked: (seconds: number, record = crm === 'dynamics' ? ada : ticket) => notice(seconds, { kind: 'unlinked', interaction: 'i1', record }),
    failed: (seconds: number, interaction = 'i1') => notice(seconds, { kind: 'failed', interaction, what: 'memorialize', message: 'no' }),
    lost: (seconds: number, field: string, record = crm === 'dynamics' ? ada : ticket) =>
      notice(seconds, { kind: 'lost', interaction: 'i1', record, field, sent: 9, kept: 5, unit: 'characters' }),
    exchange(
      seconds: number,
      {
        actions = [],
        remarks = [],
        status = 200,
        method = 'GET',
        path = '/x',
        mock = crm,
        took = 100,
        interaction,
        body,
        headers = {},
        sent = {},
      }: {
        actions?: CrmAction[]
        remarks?: Remark[]
        status?: number
        method?: string
        path?: string
        mock?: string
        took?: number
        interaction?: string | undefined
        body?: unknown
        headers?: Record<string, string>
        /** The request's own headers. */
        sent?: Record<string, string>
      } = {},
    ) {
      const exchange: Exchange = {
        id: ++ids,
        mock,
        operation: 'o',
        at: at(seconds),
        until: at(seconds) + took,
        request: { method, url: `https://${mock}.example${path}`, headers: sent, body },
        response: { status, headers },
        remarks,
        actions,
      }
      return add({ kind: 'exchange', at: exchange.until, exchange, ...(interaction === undefined ? {} : { interaction }) })
    },
    /** An update of a record's fields. */
    writes(
      seconds: number,
      fields: Record<string, unknown>,
      { record = crm === 'dynamics' ? ada : ticket, interaction = 'i1', status = 204, remarks = [] as Remark[] } = {},
    ) {
      const { comment, ...others } = fields
      const kind = kinds[record.type] ?? 'other'
      const ok = status > 0 && status < 400
      const actions: CrmAction[] = [{ kind: 'updated', record: kind, type: record.type, id: record.id, fields: others, ok }]
      if (comment !== undefined)
        actions.push({ kind: 'created', record: 'note', type: 'comment', fields: { body: comment, public: false }, about: { record: kind, ...record }, ok })
      return story.exchange(seconds, { actions, remarks, status, method: 'PATCH', path: `/${record.type}/${record.id}`, interaction })
    },
    creates(
      seconds: number,
      type: string,
      fields: Record<string, unknown>,
      more: { id?: string; status?: number; remarks?: Remark[]; about?: RecordReference; headers?: Record<string, string>; sent?: Record<string, string> } = {},
    ) {
      const { id, status = 201, remarks = [], about, headers = {}, sent = {} } = more
      const action: CrmAction = {
        kind: 'created',
        record: kinds[type] ?? 'other',
        type,
        ...(id === undefined ? {} : { id }),
        fields,
        ...(about ? { about: { record: kinds[about.type] ?? 'other', ...about } } : {}),
        ok: status > 0 && status < 400,
      }
      return story.exchange(seconds, { actions: [action], remarks, status, headers, sent, method: 'POST', path: `/${type}s`, interaction: 'i1' })
    },
    searches: (seconds: number, terms: string, found: string[]) =>
      story.exchange(seconds, {
        actions: [{ kind: 'searched', record: 'contact', type: 'contact', ok: true, found, terms }],
        path: '/contacts',
        interaction: 'i1',
      }),
    signsIn(seconds: number, { took = 100, renewal = false, lives = 3600, client = 'app', mock = 'entra', scope = 'crm', status = 200, fault = false } = {}) {
      const expiresAt = at(seconds) + took + lives * 1000
      return story.exchange(seconds, {
        mock,
        method: 'POST',
        path: '/token',
        took,
        status,
        body: `grant_type=client_credentials&scope=${scope}`,
        actions: [{ kind: 'signed-in', client, renewal, ok: status === 200, expiresAt }],
        remarks: fault
          ? [{ kind: 'fault', fault: 'drop' }]
          : status === 200
            ? [{ kind: 'token-issued', client, grant: 'client_credentials', expiresAt, renewal, took }]
            : [],
      })
    },
    /** Each rule by itself, told of everything; and all together, each told of what it says that it hears, comes to the same. */
    findings(): Finding[] {
      const until = entries.at(-1)?.at ?? START
      const found: Finding[] = []
      for (const rule of rules) {
        const watch = rule.watch({ crm, configuration }, (finding) => found.push({ rule: rule.id, ...finding }))
        for (const entry of entries) watch.on(entry)
        watch.end?.(until)
      }
      const together: Finding[] = []
      const context = { crm, configuration }
      const watchers = rules.map((rule) => rule.watch(context, (finding) => together.push({ rule: rule.id, ...finding })))
      const tell = listening(watchers, [])
      for (const entry of entries) tell(entry)
      for (const watcher of watchers) watcher.end?.(until)
      const byRule = (findings: readonly Finding[]) => rules.flatMap(({ id }) => findings.filter(({ rule }) => rule === id))
      expect(byRule(together)).toEqual(byRule(found))
      return found
    },
    /** Ids of the rules that have findings, each once. */
    broken: () => [...new Set(story.findings().map(({ rule }) => rule))],
  }
  return story
}

const eventOf = (id: string, type: InteractionEvent['type'], data: unknown): InteractionEvent =>
  ({
    specversion: '1.0',
    id,
    source: '/contact-centre/t',
    type,
    time: '2026-11-20T08:00:00Z',
    subject: 'i1',
    datacontenttype: 'application/json',
    traceparent: '00-0-0-01',
    contactid: 'c1',
    data,
  }) as InteractionEvent
