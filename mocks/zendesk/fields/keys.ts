import type { World } from '../../core/index.ts'

/** Keys of the account's custom user fields, in their order. */
export const userFieldKeys = (_world: World): string[] => []

export const customUserFields = (values: Record<string, unknown>): Record<string, unknown> => values

/** Ids of the account's custom ticket fields: each of them appears on every ticket. */
export const ticketFieldIds = (_world: World): number[] => []

/** Custom ticket fields without which a ticket is not solved, with the class name that errors carry. */
export const requiredFields = (_world: World): { id: number; title: string; type: string }[] => []
