import { eventsTaken } from './events-taken.ts'
import { failuresReported } from './failures-reported.ts'
import { fieldLimits } from './field-limits.ts'
import { linkedRecordsOnly } from './linked-records-only.ts'
import { mappedTextOnly } from './mapped-text-only.ts'
import { memorialized } from './memorialized.ts'
import { memorializedAfterTrigger } from './memorialized-after-trigger.ts'
import { memorializedOnce } from './memorialized-once.ts'
import { noDeadToken } from './no-dead-token.ts'
import { noDuplicateRecord } from './no-duplicate-record.ts'
import { retryAfter } from './retry-after.ts'
import type { Rule } from './rule.ts'
import { timelineTask } from './timeline-task.ts'
import { tokenRenewal } from './token-renewal.ts'
import { webexRules } from './webex/index.ts'
import { wholeCharacters } from './whole-characters.ts'
import { withheld } from './withheld.ts'

/** Judged on every run, whatever its scenario expects. */
export const rules: readonly Rule[] = [
  memorializedAfterTrigger,
  memorialized,
  memorializedOnce,
  withheld,
  mappedTextOnly,
  fieldLimits,
  wholeCharacters,
  linkedRecordsOnly,
  timelineTask,
  tokenRenewal,
  noDeadToken,
  noDuplicateRecord,
  failuresReported,
  eventsTaken,
  retryAfter,
  ...webexRules,
]
