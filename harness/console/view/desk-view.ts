import type { World, Worlds } from '../../../mocks/core/world.ts'
import type { RecordReference } from '../../events.ts'
import { castOf } from '../desk/cast.ts'
import type { Stage } from '../desk/desk.ts'
import type { ClockView, Crm, DeskRow, DeskView } from '../protocol.ts'
import { isOver } from './interactions.ts'
import { tokenView } from './token.ts'

/** Findings that are shown; all are counted. */
const MOST_FINDINGS = 200

export const clockView = ({ clock }: World): ClockView => {
  const next = clock.next()
  return { kind: clock.kind, now: clock.now(), scale: clock.state().scale, next: next === undefined ? null : Math.ceil(next) }
}

/** What a view says that is not the desk's own. */
export interface Surroundings {
  crms: readonly Crm[]
  /** Where the CRMs' pages are on this machine, by mock; empty in-process. */
  urls: Readonly<Record<string, string>>
}

export function deskView(worlds: Worlds, world: World, stage: Stage, revision: number, { crms, urls }: Surroundings): DeskView {
  const { session, switches, draft, performance } = stage
  const { crm, configuration, scenario, centre, card, line, views } = session
  const underWay = line.underWay()
  const findings = session.findings.list()
  const prefix = world === worlds.baseline ? '' : `/w/${world.id}`
  const base = urls[crm] === undefined ? undefined : urls[crm] + prefix
  const vendor = world.origins[crm]?.[0] ?? ''
  const pageOf = (url: string): string => (base !== undefined && url.startsWith(vendor) ? base + url.slice(vendor.length) : url)
  const cards = views.interactions.list(centre, card, pageOf)
  const shown = cards.flatMap((one) => [...(one.card?.current ?? []), ...(one.card?.related ?? [])])
  const urlOf = (record: RecordReference) => shown.find(({ type, id }) => type === record.type && id === record.id)?.url
  return {
    world: world.id,
    baseline: world === worlds.baseline,
    revision,
    crm,
    crms,
    configuration: { name: configuration.name, flow: configuration.webex !== undefined },
    clock: clockView(world),
    token: tokenView(world, configuration, underWay),
    cast: castOf(scenario),
    interactions: cards,
    records: views.records.list(urlOf),
    withheld: views.withheld.list(),
    timeline: views.told.timeline(),
    notices: views.told.notices(),
    findings: findings.slice(-MOST_FINDINGS),
    faults: switches.list(),
    underWay,
    marks: views.marks.list(findings),
    ...(performance ? { scenario: performance.view() } : {}),
    draft: { steps: draft?.steps ?? 0, saveable: (draft?.steps ?? 0) > 0 },
    pages: Object.fromEntries((['dynamics', 'zendesk'] as const).flatMap((one) => (urls[one] === undefined ? [] : [[one, urls[one] + prefix]]))),
  }
}

/** One line of the class overview. */
export function deskRow(worlds: Worlds, world: World, stage: Stage): DeskRow {
  const { session, switches, performance } = stage
  const { crm, configuration, centre, line } = session
  const { now, scale } = clockView(world)
  const open = centre.legs().filter((leg) => !isOver(leg))
  const scenario = performance?.view()
  return {
    world: world.id,
    baseline: world === worlds.baseline,
    crm,
    clock: { now, scale },
    token: tokenView(world, configuration, line.underWay()).state,
    ...(scenario
      ? {
          scenario: {
            id: scenario.id,
            title: scenario.title,
            step: scenario.script.filter(({ done }) => done === 'yes' || done === 'refused').length,
            steps: scenario.steps,
            ...(scenario.verdict ? { held: scenario.verdict.held } : {}),
          },
        }
      : {}),
    open: open.map((leg) => ({ media: leg.media, customer: leg.customer.name, phase: leg.phase, ...(leg.agent ? { agent: leg.agent.name } : {}) })),
    interactions: new Set(centre.legs().map(({ interaction }) => interaction)).size,
    memorialized: session.views.records.memorialized(),
    findings: session.findings.list().length,
    faults: switches.list().filter(({ on }) => on).length,
    exchanges: world.journal.all().length,
  }
}
