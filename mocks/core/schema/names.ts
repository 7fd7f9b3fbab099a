/** The names that a place takes, from the JSON Schema that other programs use; empty where it takes any. */
export function namesAt(schema: unknown, path: readonly PropertyKey[]): string[] {
  let places: Record<string, unknown>[] = [schema as Record<string, unknown>]
  const open = (place: Record<string, unknown>): Record<string, unknown>[] =>
    ['anyOf', 'oneOf', 'allOf'].flatMap((key) => (Array.isArray(place[key]) ? (place[key] as Record<string, unknown>[]).flatMap(open) : [])).concat([place])
  for (const key of path) {
    places = places.flatMap(open).flatMap((place) => {
      const next =
        typeof key === 'number' ? place.items : ((place.properties as Record<string, unknown> | undefined)?.[String(key)] ?? place.additionalProperties)
      return next !== null && typeof next === 'object' ? [next as Record<string, unknown>] : []
    })
  }
  return [...new Set(places.flatMap(open).flatMap((place) => Object.keys((place.properties as object | undefined) ?? {})))]
}
