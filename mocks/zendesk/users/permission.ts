import { forbidden, raise } from '../problems.ts'
import type { User } from '../records.ts'

type Person = Pick<User, 'id' | 'role'>

/**
 * Agents manage end users, and themselves but for their role; team members are the administrators' (documented: it takes a permission that
 * agents of no custom role lack).
 */
const manages = (caller: Person, target: Person): boolean =>
  caller.role === 'admin' || target.id === caller.id || (caller.role === 'agent' && target.role === 'end-user')

/** That they are told so as of any other page is inferred. `target`: undefined for a new user. */
export function checkManages(caller: User, target: User | undefined, sent: Record<string, unknown> = {}): void {
  const { role } = target ?? { role: 'end-user' }
  const keepsRole = caller.role === 'admin' || (sent.role ?? role) === role
  if (!keepsRole || (target && !manages(caller, target))) raise(forbidden())
}

/** What a caller may do with a user: members as documented ("Side-loading"), by the rules above; who sets passwords and verifies whom is inferred. */
export function abilityJson(caller: Person, { id, role }: Person, base: string): Record<string, unknown> {
  const [self, managed] = [id === caller.id, manages(caller, { id, role })]
  return {
    can_edit: managed,
    can_edit_password: self || caller.role === 'admin',
    can_manage_identities_of: managed,
    can_verify_identities: managed && !self,
    url: `${base}/api/v2/users/${id}.json`,
    user_id: id,
  }
}
