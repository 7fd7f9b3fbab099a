import { console } from './console.ts'
import { desk } from './desk.ts'

export const en = { ...desk, ...console }
