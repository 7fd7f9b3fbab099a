import type { Here } from '../here.ts'
import { readPath } from '../jsonpath.ts'
import { outputsOf } from '../properties.ts'

/**
 * Puts parts of a JSON answer into variables. A part that is not there leaves its variable as it was (recorded: published
 * templates compare with the default afterwards). Answers false where a part does not fit its variable's type.
 */
export function parseOutputs(here: Here, body: string): boolean {
  const wanted = outputsOf(here.activity)
  if (wanted.length === 0) return true
  const document = jsonOf(body)
  let fits = true
  for (const { variable, path } of wanted) {
    const found = document === undefined ? undefined : read(here, path, document)
    if (found === undefined) here.tell({ did: 'unmatched', variable, path })
    else fits = here.set(variable, found, path) && fits
  }
  return fits
}

function read(here: Here, path: string, document: unknown) {
  try {
    return readPath(path, document)
  } catch (error) {
    return here.fault((error as Error).message)
  }
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
