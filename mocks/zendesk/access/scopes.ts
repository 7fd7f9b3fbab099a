/** Scopes that the documentation names (2025); a token may carry others, which open nothing. */
const RESOURCES = [
  'tickets',
  'users',
  'auditlogs',
  'organizations',
  'hc',
  'apps',
  'triggers',
  'automations',
  'targets',
  'webhooks',
  'macros',
  'requests',
  'satisfaction_ratings',
  'dynamic_content',
  'any_channel',
  'web_widget',
] as const
export type Resource = (typeof RESOURCES)[number]

/** Does one of these open this? `tickets:write` includes DELETE; in the array form a bare resource means read and write. */
export const opens = (scopes: readonly string[], action: 'read' | 'write', resource: Resource | undefined): boolean =>
  scopes.includes(action) || (resource !== undefined && (scopes.includes(`${resource}:${action}`) || scopes.includes(resource)))

/** Is this scope inside a client's ceiling? A broad scope covers the narrow ones of its action. */
export function within(ceiling: readonly string[], scope: string): boolean {
  if (ceiling.includes(scope)) return true
  const [resource, action] = scope.split(':')
  if (action === undefined) return false
  return ceiling.includes(action) || ceiling.includes(resource as string)
}
