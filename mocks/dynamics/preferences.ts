import { Recent } from '../core/index.ts'

/** What `Prefer` asks for; several values may come in one header or in many. */
export interface Preferences {
  representation: boolean
  pageSize?: number
  /** Patterns such as `*` or `OData.Community.Display.V1.FormattedValue`. */
  annotations: string[]
  continueOnError: boolean
  trackChanges: boolean
}

/** A larger one is ignored (documented). */
const LARGEST_PAGE = 5000

const NONE: Preferences = { representation: false, annotations: [], continueOnError: false, trackChanges: false }

/** A client sends the same header again and again. */
const known = new Recent<string, Preferences>(100)
const LONGEST_KEPT = 1000

/** Shared by all that ask alike, so nobody may change them. */
export function preferencesOf(header: string | undefined): Preferences {
  if (header === undefined) return NONE
  if (header.length > LONGEST_KEPT) return readPreferences(header)
  return known.get(header) ?? known.set(header, readPreferences(header))
}

function readPreferences(header: string): Preferences {
  const asked = new Map<string, string>()
  for (const part of splitPreferences(header)) {
    const equals = part.indexOf('=')
    const name = (equals < 0 ? part : part.slice(0, equals)).trim().toLowerCase()
    const value =
      equals < 0
        ? ''
        : part
            .slice(equals + 1)
            .trim()
            .replace(/^"|"$/g, '')
    if (name) asked.set(name, value)
  }
  const size = Number(asked.get('odata.maxpagesize') ?? asked.get('maxpagesize'))
  const annotations = asked.get('odata.include-annotations') ?? ''
  return {
    representation: asked.get('return') === 'representation',
    ...(size >= 1 && size <= LARGEST_PAGE ? { pageSize: Math.floor(size) } : {}),
    annotations: annotations
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== ''),
    continueOnError: (asked.get('odata.continue-on-error') ?? asked.get('continue-on-error') ?? 'false').toLowerCase() !== 'false',
    trackChanges: asked.has('odata.track-changes'),
  }
}

/** At commas outside quotes; the parameters that a preference may have behind a semicolon (RFC 7240) say nothing here. */
function splitPreferences(header: string): string[] {
  return (header.match(/(?:[^,"]|"[^"]*")+/g) ?? []).map((part) => /^(?:[^;"]|"[^"]*")*/.exec(part)?.[0] ?? '')
}

/** Whether an annotation is wanted: names may end in `*`, a minus excludes. */
export function wants(annotations: readonly string[], name: string): boolean {
  const fits = (pattern: string) => pattern === '*' || pattern === name || (pattern.endsWith('*') && name.startsWith(pattern.slice(0, -1)))
  return (
    annotations.some((pattern) => !pattern.startsWith('-') && fits(pattern)) &&
    !annotations.some((pattern) => pattern.startsWith('-') && fits(pattern.slice(1)))
  )
}

/** What was done of what a read asked for. */
export const preferenceApplied = ({ prefer }: { prefer: Preferences }): Record<string, string> =>
  applied([
    ...(prefer.trackChanges ? ['odata.track-changes'] : []),
    ...(prefer.pageSize === undefined ? [] : [`odata.maxpagesize=${prefer.pageSize}`]),
    ...annotationsApplied(prefer),
  ])

/** The same of a write that is answered with its row. */
export const representationApplied = ({ prefer }: { prefer: Preferences }): Record<string, string> =>
  applied(['return=representation', ...annotationsApplied(prefer)])

const annotationsApplied = ({ annotations }: Preferences): string[] =>
  annotations.length === 0 ? [] : [`odata.include-annotations="${annotations.join(',')}"`]
const applied = (names: readonly string[]): Record<string, string> => (names.length === 0 ? {} : { 'preference-applied': names.join(',') })
