import { forbidden, raise } from '../problems.ts'
import type { Organization, User } from '../records.ts'
import { tagList } from '../tags/tag-list.ts'

/**
 * Administrators make organizations; other agents change their notes and nothing else (documented: more takes a permission that agents of no
 * custom role lack; that they are told so as of any other page is inferred). What is sent as it was, or as a form spells that, is no change.
 * `before`: undefined for a new one.
 */
export function checkMayWrite(caller: User, before: Organization | undefined, sent: Record<string, unknown>): void {
  if (caller.role === 'admin') return
  if (!before || Object.keys(sent).some((key) => key !== 'notes' && changes(before, key as keyof Organization, sent[key]))) raise(forbidden())
}

function changes(before: Organization, key: keyof Organization, value: unknown): boolean {
  if (!Object.hasOwn(before, key)) return false
  // Every field of the account is shown, and those that have a value are kept.
  if (key === 'organization_fields') return Object.entries(value ?? {}).some(([name, one]) => !same(one, before.organization_fields[name] ?? null))
  if (key === 'tags') return !same(tagList(value).sort(), [...before.tags].sort())
  return key === 'external_id' ? text(value).toLowerCase() !== text(before.external_id).toLowerCase() : !same(value, before[key])
}

const same = (a: unknown, b: unknown): boolean => text(a) === text(b)
const text = (value: unknown): string => (typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? ''))
