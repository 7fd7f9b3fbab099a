import { dynamicsJudge } from './dynamics.ts'
import type { JudgeKind } from './judge.ts'
import type { Crm } from './words.ts'
import { zendeskJudge } from './zendesk.ts'

export const judges: Readonly<Record<Crm, JudgeKind>> = { dynamics: dynamicsJudge, zendesk: zendeskJudge }
