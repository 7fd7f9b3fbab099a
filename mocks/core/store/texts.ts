import type { Layer } from './layer.ts'

/** The texts of one column of a layer, side by side: reading them costs a tenth of reading the records. */
interface TextColumn {
  ids: string[]
  texts: string[]
}

/** Kept for a layer at the most: a client that searches every column in turn must not double the records. */
const MOST_COLUMNS = 8

/** By frozen layer, which never changes: made when first searched, shared by all forks, gone with the layer. */
const columns = new WeakMap<Layer, Map<string, TextColumn>>()

/** Ids of a frozen layer's records whose text passes. */
export function searchTexts<T>(
  layer: Layer,
  name: string,
  textOf: (record: T, column: string) => string | undefined,
  test: (text: string) => boolean,
): string[] {
  let known = columns.get(layer)
  if (!known) columns.set(layer, (known = new Map()))
  let column = known.get(name)
  if (!column) {
    if (known.size >= MOST_COLUMNS) known.delete(known.keys().next().value as string)
    known.set(name, (column = read(layer, name, textOf)))
  }
  const { ids, texts } = column
  const found: string[] = []
  for (let i = 0; i < texts.length; i++) if (test(texts[i] as string)) found.push(ids[i] as string)
  return found
}

function read<T>(layer: Layer, name: string, textOf: (record: T, column: string) => string | undefined): TextColumn {
  const column: TextColumn = { ids: [], texts: [] }
  for (const [id, record] of layer.records) {
    const text = record === undefined ? undefined : textOf(record as T, name)
    if (text === undefined) continue
    column.ids.push(id)
    column.texts.push(text)
  }
  return column
}
