import type { TableDefinition, World } from '../../core/index.ts'

export interface Pair {
  key: string
  value: string
}

/** One event for one webhook; what its last attempt came to. */
export interface Invocation {
  id: string
  webhook_id: string
  /** 0: there was no answer. */
  status_code: number
  status: string
  latest_completed_at: string
}

export interface Attempt {
  id: string
  invocation_id: string
  status_code: number
  status: string
  request: { headers: Pair[]; payload: string }
  response: { headers: Pair[]; payload: string }
  completed_at: string
}

const invocations: TableDefinition<Invocation> = { name: 'zendesk.webhook_invocations', indexes: { webhook: (one) => one.webhook_id } }
const attempts: TableDefinition<Attempt> = { name: 'zendesk.webhook_attempts', indexes: { invocation: (one) => one.invocation_id } }

export const invocationsOf = (world: World) => world.store.table(invocations)
export const attemptsOf = (world: World) => world.store.table(attempts)
