import type { Column } from './types.ts'

/** An amount of money is told in the base currency, too: the platform keeps that beside it, and writes it alone (documented). */
export const baseOf = ({ name, schema, label, type, precision, hidden, custom }: Column): Column[] =>
  type === 'Money'
    ? [
        {
          name: `${name}_base`,
          schema: `${schema}_Base`,
          label: `${label} (Base)`,
          type,
          not: ['create', 'update'],
          ...(precision === undefined ? {} : { precision }),
          ...(hidden ? { hidden } : {}),
          ...(custom ? { custom } : {}),
        },
      ]
    : []

/** What a table has whose rows hold money: the currency, and its rate. */
export const CURRENCY = ['transactioncurrencyid', 'exchangerate'] as const
