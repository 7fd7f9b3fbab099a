import type { Rule } from '../rule.ts'
import { caseAnnounced } from './case-announced.ts'
import { endsWithTheCall } from './ends-with-the-call.ts'
import { failureIsNoAnswer } from './failure-is-no-answer.ts'
import { menuLeadsOn } from './menu-leads-on.ts'
import { newestCase } from './newest-case.ts'
import { nobodyToAgent } from './nobody-to-agent.ts'
import { nothingSenseless } from './nothing-senseless.ts'
import { numberStripped } from './number-stripped.ts'
import { oneCustomer } from './one-customer.ts'
import { ownCase } from './own-case.ts'
import { popOnAnswer } from './pop-on-answer.ts'
import { waitsWithMusic } from './waits-with-music.ts'

/** Judged on every call that a Webex flow handles. */
export const webexRules: readonly Rule[] = [
  ownCase,
  numberStripped,
  oneCustomer,
  newestCase,
  caseAnnounced,
  nobodyToAgent,
  failureIsNoAnswer,
  nothingSenseless,
  menuLeadsOn,
  waitsWithMusic,
  endsWithTheCall,
  popOnAnswer,
]
