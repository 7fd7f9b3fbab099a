import { seconds } from '../words.ts'
import { callRule } from './call.ts'
import { webexInferred } from './sources.ts'

/**
 * A request of a call's main flow that failed for good (refused, or no answer within the flow's own timeout, as while a token
 * is renewed): the flow must look at that before it speaks again, and the caller must reach an agent.
 */
export const failureIsNoAnswer = callRule(
  'webex/failure-is-no-answer',
  'A caller is not taken for unknown because the CRM did not answer, and reaches an agent all the same.',
  webexInferred('R073', 'R076', 'R001'),
  ({ did, deeds, hungUp }, find) => {
    const requests = did('requested', 'main')
    const failed = requests.filter(
      (one, i) => (one.status === 0 || one.status >= 400) && !requests.slice(i + 1).some((later) => later.activity === one.activity),
    )
    for (const request of failed) {
      const after = deeds.slice(deeds.indexOf(request) + 1)
      const seen = after.findIndex(
        (deed) =>
          (deed.did === 'left' && deed.activity === request.activity && /^(error|failure|timeout)$/.test(deed.by)) ||
          (deed.did === 'decided' && deed.expression.includes(`${request.activity}.httpStatusCode`)) ||
          deed.process === 'GlobalErrorHandling',
      )
      const spoke = after.findIndex((deed) => (deed.did === 'spoke' || deed.did === 'queued' || deed.did === 'requested') && deed.process === 'main')
      const none = request.error === undefined ? `got no answer within ${seconds(request.took)}` : `got no answer (${request.error})`
      const what = request.status === 0 ? none : `was answered ${request.status}`
      const next = after[spoke]
      if (next && (seen < 0 || seen > spoke)) {
        const does = next.did === 'spoke' ? `said "${next.text.replaceAll(/\s+/g, ' ')}"` : next.did === 'queued' ? 'queued the call' : 'asked on'
        find({
          at: request.at,
          expected: `a branch of its own for ${request.activity}, which ${what}`,
          happened: `${next.activity} ${does}, as if the CRM had answered`,
          exchanges: [],
        })
      }
      if (hungUp === undefined && !after.some((deed) => deed.did === 'queued'))
        find({
          at: request.at,
          expected: 'an agent for a caller who could not be looked up',
          happened: `${request.activity} ${what}, and the call was never queued`,
          exchanges: [],
        })
    }
  },
)
