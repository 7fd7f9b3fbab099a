import { z } from 'zod'

/**
 * One question to a system whose answer is worth comparing. `{{name}}` stands for something that the run knows: credentials,
 * what an earlier answer was told to keep, an id that is made for the run.
 */
export const probeSchema = z.strictObject({
  name: z.string().min(1),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']).default('GET'),
  path: z.string().startsWith('/'),
  headers: z.record(z.string(), z.string()).default({}),
  /** Members are sent as JSON, text as it is. */
  body: z.unknown().optional(),
  /** It changes something; asked with `--writes` only. */
  writes: z.boolean().default(false),
  /** `none`: without credentials; `wrong`: with some that nobody has. */
  access: z.enum(['usual', 'none', 'wrong']).default('usual'),
  /** Names for members of the answer, by their path in it: `{ userId: user.id }`. */
  keeps: z.record(z.string(), z.string()).default({}),
  /** Every value in the answer is the run's own, so that null and a text are a difference. */
  own: z.boolean().default(false),
})
export type Probe = z.infer<typeof probeSchema>
export type ProbeInput = z.input<typeof probeSchema>

export type Known = Record<string, string>

/** Texts with what is known in place of `{{name}}`; a value that is a placeholder and a number stays a number. */
export function filled<T>(value: T, known: Known): T {
  if (typeof value === 'string') return value.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => known[name] ?? whole) as T
  if (Array.isArray(value)) return value.map((one) => filled(one, known)) as T
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, number(one, known) ?? filled(one, known)])) as T
}

const number = (value: unknown, known: Known): number | undefined => {
  const [, name = ''] = typeof value === 'string' ? (/^\{\{(\w+)\}\}$/.exec(value) ?? []) : []
  return /^\d+$/.test(known[name] ?? '') ? Number(known[name]) : undefined
}

/** The member at `user.id` or `value.0.contactid`, as text. */
export function kept(body: unknown, path: string): string | undefined {
  const found = path.split('.').reduce<unknown>((at, name) => (at !== null && typeof at === 'object' ? (at as Record<string, unknown>)[name] : undefined), body)
  return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined
}
