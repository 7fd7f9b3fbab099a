import type { CrmAction, Exchange } from '../core/index.ts'

export const meaning = (_exchange: Omit<Exchange, 'actions'>): CrmAction[] => []
