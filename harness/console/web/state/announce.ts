import { signal } from '@preact/signals'
import type { DeskView } from '../../protocol.ts'
import { freshFindings } from '../findings/fresh.ts'
import { words } from '../i18n/index.ts'
import { openPop } from './pops.ts'
import { popsOpen } from './preferences.ts'

/** What a screen reader says next. */
export const said = signal('')

/** Says what is new between two views of one desk, and opens screen pops where the trainee wants them open. */
export function announceChanges(before: DeskView | undefined, after: DeskView): void {
  if (!before || before.world !== after.world) return
  const news = [...phases(before, after), ...memorialized(before, after), ...tokens(before, after), ...found(before, after)]
  const pops = newPops(before, after)
  news.push(...pops.map(({ type }) => words.value.announce.pop(type)))
  if (news.length > 0) said.value = news.join('. ')
  if (popsOpen.value === 'on') for (const { url } of pops) openPop(url)
}

function phases(before: DeskView, after: DeskView): string[] {
  const old = new Map(before.interactions.flatMap(({ contacts }) => contacts.map(({ contact, phase }) => [contact, phase] as const)))
  const { announce, desk } = words.value
  return after.interactions.flatMap(({ customer, contacts }) =>
    contacts.filter(({ contact, phase }) => old.get(contact) !== phase).map(({ phase }) => announce.phase(customer.name, desk.phases[phase] ?? phase)),
  )
}

function memorialized(before: DeskView, after: DeskView): string[] {
  const { announce } = words.value
  const last = Math.max(0, ...before.records.flatMap(({ fields }) => fields.map(({ exchange = 0 }) => exchange)))
  const written = after.records.flatMap(({ display, fields }) => {
    const fresh = fields.filter(({ by, exchange = 0 }) => by === 'memorialization' && exchange > last).length
    return fresh > 0 ? [announce.memorialized(fresh, display)] : []
  })
  const withheld = after.withheld.filter(({ why }) => why === 'contact-ended-first').length
  const had = before.withheld.filter(({ why }) => why === 'contact-ended-first').length
  return withheld > had ? [...written, announce.withheld(withheld - had)] : written
}

const tokens = (before: DeskView, after: DeskView): string[] =>
  before.token.state === after.token.state ? [] : [words.value.announce.token[after.token.state]]

const found = (before: DeskView, after: DeskView): string[] => freshFindings(before, after).map(({ says }) => words.value.announce.finding(says))

function newPops(before: DeskView, after: DeskView) {
  const old = new Map(before.interactions.map(({ id, pops }) => [id, pops.length]))
  return after.interactions.flatMap(({ id, pops }) => pops.slice(old.get(id) ?? 0))
}
