import type { Exchange } from '../../../mocks/core/journal.ts'
import type { CrmAction } from '../../../mocks/core/meaning.ts'

/** What an exchange was for, in two or three words: `update contact`. */
export function meaningOf({ actions, operation }: Pick<Exchange, 'actions' | 'operation'>): string {
  const [first, ...more] = actions
  if (!first) return operation
  return `${wordsOf(first, operation)}${more.length === 0 ? '' : ` +${more.length}`}`
}

/** Signing in, renewing, or what else belongs to it. */
export const isSignIn = ({ mock, actions }: Pick<Exchange, 'mock' | 'actions'>): boolean => mock === 'entra' || actions.some(({ kind }) => kind === 'signed-in')

const VERBS = { searched: 'search', read: 'read', created: 'create', updated: 'update', deleted: 'delete' } as const

function wordsOf(action: CrmAction, operation: string): string {
  if (action.kind === 'signed-in') return action.renewal ? 'renewal' : 'sign-in'
  if (action.kind === 'other') return action.what || operation
  return `${VERBS[action.kind]} ${action.type}`
}
