import type { Parameter } from './description.ts'

const PART = /:(\w+)(?:\{([^}]*)\})?/g

/** A route of the table as OpenAPI writes paths: `/users/:id{[0-9]+}` is `/users/{id}`, its expression a pattern. */
export function templateOf(route: string, fixed: Readonly<Record<string, string>> = {}): { path: string; parameters: Parameter[] } {
  const parameters: Parameter[] = []
  const path = route.replace(PART, (_, name: string, pattern: string | undefined) => {
    const known = fixed[name]
    if (known !== undefined) return known
    parameters.push({ name, in: 'path', required: true, schema: { type: 'string', ...(pattern ? { pattern: `^${pattern}$` } : {}) } })
    return `{${name}}`
  })
  return { path, parameters }
}

/** Two templates that differ in names alone are one path to OpenAPI. */
export const shapeOf = (path: string): string => path.replace(/\{\w+\}/g, '{}')

export const namesIn = (path: string): string[] => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string)
