import type { World } from '../../core/index.ts'
import type { Ticket } from '../records.ts'
import type { Field } from './fields.ts'
import { customTicketFields } from './keys.ts'

type Draft = Pick<Ticket, 'tags' | 'custom'>

/**
 * Options and boxes go with their tags (documented, support.zendesk.com 4408881943194): a tag that comes chooses its option, in the place of
 * another one of a drop-down, whose tag goes; an option whose tag went is chosen no more. `before`: the tags that there were; `said`: fields
 * of which the client itself says what they hold.
 */
export function followTags(world: World, draft: Draft, before: readonly string[], said: ReadonlySet<string>): void {
  const [came, were] = [lower(draft.tags), lower(before)]
  for (const field of customTicketFields(world)) {
    if (said.has(String(field.id))) continue
    const now = draft.custom[field.id] ?? null
    const value = chosen(field, now, came, were)
    if (JSON.stringify(value) === JSON.stringify(now)) continue
    draft.custom = { ...draft.custom, [field.id]: value }
    if (field.type !== 'tagger') continue
    const others = lower(field.options.map((option) => option.value).filter((tag) => tag !== value))
    draft.tags = draft.tags.filter((tag) => !others.has(tag.toLowerCase()))
  }
}

type Tags = ReadonlySet<string>
const lower = (tags: readonly string[]): Tags => new Set(tags.map((tag) => tag.toLowerCase()))
const has = (tags: Tags, tag: unknown): boolean => tags.has(String(tag).toLowerCase())

/** What a field holds of these tags. */
function chosen({ type, tag, options }: Field, now: unknown, tags: Tags, before: Tags): unknown {
  const values = options.map(({ value }) => value).filter((value) => has(tags, value))
  switch (type) {
    case 'tagger':
      return values.findLast((value) => !has(before, value)) ?? (now !== null && has(tags, now) ? now : null)
    case 'multiselect': {
      const had = Array.isArray(now) ? now : []
      const held = [...new Set([...had.filter((value) => has(tags, value)), ...values.filter((value) => !has(before, value))])]
      return held.length > 0 ? held : had.length > 0 ? null : now
    }
    case 'checkbox':
      return tag === null || has(tags, tag) === has(before, tag) ? now : has(tags, tag)
    default:
      return now
  }
}
