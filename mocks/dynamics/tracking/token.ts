import { badRequest, coded, refuseWith } from '../problems.ts'
import type { WebRequest } from '../request.ts'

const DAY = 86_400_000
/** Inferred; the organisation's own column `expirechangetrackingindays` decides where it is set. */
const DAYS_KEPT = 30

/** `919042!11/20/2026 08:00:00`, encoded as the service does it (documented): a version, and when it was asked for. */
export function printDeltaToken(version: number, now: number): string {
  const at = new Date(now).toISOString()
  const [year, month, day] = at.slice(0, 10).split('-')
  return `${version}%21${month}%2f${day}%2f${year}%20${at.slice(11, 19).replaceAll(':', '%3a')}`
}

/** The version that a token stands for; refuses one that is malformed, or so old that deletions behind it are forgotten. */
export function parseDeltaToken(text: string, { organization, now }: Pick<WebRequest, 'organization' | 'now'>): number {
  const [, version, month, day, year, time] = /^(\d{1,15})!(\d\d)\/(\d\d)\/(\d{4}) (\d\d:\d\d:\d\d)$/.exec(text.trim()) ?? []
  const at = Date.parse(`${year}-${month}-${day}T${time}Z`)
  if (version === undefined || Number.isNaN(at)) return refuseWith(badRequest(`Malformed delta token '${text.slice(0, 100)}'.`))
  const days = organization.get('organization', organization.facts.id)?.values.expirechangetrackingindays
  const kept = (typeof days === 'number' ? days : DAYS_KEPT) * DAY
  // Catalogue: ExpiredVersionStamp.
  if (now - at > kept) refuseWith(coded('0x80044352', 400, 'Version stamp associated with the client has expired. Please perform a full sync.'))
  return Number(version)
}
