import type { Words } from '../words.ts'
import { console } from './console.ts'
import { desk } from './desk.ts'

export const fr: Words = { ...desk, ...console }
