import { compile } from 'json-p3'
import type { Value } from './expressions/value.ts'

/** What a path of this many characters or descents asks is no question that a flow has. */
const most = { characters: 300, descents: 2, filters: 2 } as const

/**
 * What a path finds in a document; undefined where it finds nothing. The leading `$.` may be left out, and an index may stand
 * behind a dot, `records.[0]` (recorded: published templates write both). A path that may find several answers the list of
 * them. Throws an Error with a message for people when the path cannot be read.
 */
export function readPath(path: string, document: unknown): Value | undefined {
  const whole = wellFormed(path)
  if (whole.length > most.characters) throw new Error(`The path has ${whole.length} characters; ${most.characters} are allowed.`)
  if ((whole.match(/\.\./g)?.length ?? 0) > most.descents || (whole.match(/\?/g)?.length ?? 0) > most.filters)
    throw new Error(`The path "${path}" has more than ${most.descents} descents (..) or ${most.filters} filters (?).`)
  // Their patterns would be compiled and run as they come.
  if (/\b(match|search)\s*\(/.test(whole)) throw new Error('match() and search() in a path are not imitated.')
  const found = compiled(whole, path)
    .query(document as never)
    .values() as Value[]
  if (isSingular(whole)) return found[0]
  return found.length > 0 ? found : undefined
}

function compiled(whole: string, path: string) {
  try {
    return compile(whole)
  } catch (error) {
    throw new Error(`The path "${path}" cannot be read: ${(error as Error).message}.`)
  }
}

export function wellFormed(path: string): string {
  const plain = path.trim().replaceAll(/\.(?=\[)/g, '')
  if (plain.startsWith('$')) return plain
  return plain.startsWith('[') ? `$${plain}` : `$.${plain}`
}

const isSingular = (path: string): boolean => !/\.\.|\*|\?|\[[^\]'"]*[:,]/.test(path)
