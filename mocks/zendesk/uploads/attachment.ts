import type { Context } from '../route.ts'

export const attachmentsJson = (_context: Context, _ids: readonly number[]): unknown[] => []
