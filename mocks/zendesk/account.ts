import type { TableDefinition, World } from '../core/index.ts'

/** What every account has from its first day, by id. */
export interface Account {
  brandId: number
  formId: number
  groupId: number
  /** Default custom status of each category. */
  statuses: Record<string, number>
  /** System ticket fields by type. */
  fields: Record<string, number>
}

const accounts: TableDefinition<Account> = { name: 'zendesk.account' }

export const accountOf = (world: World): Account => world.store.table(accounts).get('account') as Account
export const putAccount = (world: World, account: Account): Account => world.store.table(accounts).put('account', account)
