import { type Problem, problem } from '../core/index.ts'
import { type Definition, definitions } from './aadsts.ts'

export type AadstsCode = keyof typeof definitions

/** What `refuse` finds in a problem's `detail`. */
export interface AadstsDetail {
  code: number
  error: string
  uri: boolean
  suberror?: string
  claims?: string
  /** How to mend it: for the journal, since the vendor's text says nothing of the kind. */
  hint?: string
  [key: string]: unknown
}

/** An error of Entra ID by its number, with the names in its text filled in. `claims` is the challenge that a client must send back. */
export function aadsts(code: AadstsCode, values: Readonly<Record<string, string>> = {}, more: Partial<AadstsDetail> = {}): Problem {
  const { status, error, text, uri, suberror }: Definition = definitions[code]
  const message = text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
  const detail: AadstsDetail = { code, error, uri, ...(suberror ? { suberror } : {}), ...more }
  return problem(`AADSTS${code}`, status, message, { detail })
}
