/** How a rule is kept, in the words of the table. */
export const kinds = {
  watched: 'watched on every run',
  checked: 'checked in a configuration, mapping or script',
  contactCentre: 'behaviour of the contact centre',
  integration: 'behaviour of the default integration',
  mock: 'behaviour of a mock',
  open: 'not yet kept',
} as const
export type Kind = keyof typeof kinds

/** The published pages that the rules come from, by name. */
export const documents = {
  dynamics: 'Set up a CRM configuration for Microsoft Dynamics',
  zendesk: 'Set up a CRM configuration for Zendesk',
  teams: 'Integrate your CRM with Agent for Microsoft Teams',
  embedded: 'Integrate your CRM with Agent Embedded',
  webex: 'Microsoft Dynamics HTTPS data dip flow template',
  help: 'Help pages and published client packages of the contact centre',
} as const
export type Document = keyof typeof documents

interface Common {
  /** `R001` to `R082`; an ambiguity, where the documents disagree or leave something open, is `A1` to `A12`. */
  id: string
  /** What must hold, in one plain sentence; of an ambiguity, how it is read. */
  says: string
  from: readonly Document[]
  /** `stated` on those pages, seen at the `vendor`, or `inferred`. */
  grade: 'stated' | 'vendor' | 'inferred'
  /** What can be chosen where the sources leave it open: where to set it, and the values, the default first. */
  setting?: { name: string; values: readonly string[] }
}

/** One row of the rulebook. A row that nothing keeps says so and what is missing; a kept one may say what part of it is missing. */
export type Row = Common &
  (
    | {
        kind: Exclude<Kind, 'open'>
        /** `file#word`: a file of the project's sources, and a word in it that leads to the place. */
        keptIn: readonly [string, ...string[]]
        missing?: string
      }
    | { kind: 'open'; missing: string }
  )

/** The files that keep a row, without the words in them. */
export const filesOf = (row: Row): string[] => (row.kind === 'open' ? [] : [...new Set(row.keptIn.map((place) => place.slice(0, place.indexOf('#'))))])
