import { forbidden, raise } from '../problems.ts'
import type { User } from '../records.ts'

/**
 * Agents manage end users, and themselves but for their role; team members are the administrators' (documented: it takes a permission that
 * agents of no custom role lack; that they are told so as of any other page is inferred). `target`: undefined for a new user.
 */
export function checkManages(caller: User, target: User | undefined, sent: Record<string, unknown> = {}): void {
  if (caller.role === 'admin') return
  const role = target?.role ?? 'end-user'
  const ofTeam = role !== 'end-user' && target?.id !== caller.id
  if (ofTeam || (sent.role !== undefined && sent.role !== null && sent.role !== role)) raise(forbidden())
}
