import { exchangesIn, told } from './exchanges.ts'
import type { MatcherResult } from './matcher.ts'

/** Every exchange was answered, and none with an error. */
export function succeeded(received: unknown): MatcherResult {
  const all = exchangesIn(received)
  const failed = all.filter(({ response }) => response.status === 0 || response.status >= 400)
  return {
    pass: failed.length === 0,
    message: () =>
      failed.length === 0
        ? `Expected a request that failed; all ${all.length} were done.`
        : [
            `Expected every request to be done; ${failed.length} of ${all.length} failed:`,
            ...failed.flatMap((exchange) => {
              const missing = exchange.remarks.flatMap((remark) => (remark.kind === 'not-imitated' ? [`    not imitated: ${remark.feature}`] : []))
              return [`  ${told(exchange)}  ${exchange.operation} ${exchange.request.url}`, ...missing]
            }),
          ].join('\n'),
  }
}
