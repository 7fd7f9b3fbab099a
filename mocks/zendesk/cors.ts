import type { Call, Operation, Reply } from '../core/index.ts'

/**
 * Pages of other origins may call with an OAuth token, never with an API token (documented: "Security and authentication").
 * A browser asks beforehand without any token, so asking is open; which headers stand in the answers is inferred.
 */
export const corsOperations: Operation[] = ['/api/v2/*', '/oauth/*'].map((path) => ({ name: 'cors.preflight', method: 'OPTIONS', path, run: preflight }))

function preflight({ headers }: Call): Reply {
  return {
    status: 200,
    headers: {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE, OPTIONS',
      'access-control-allow-headers': headers['access-control-request-headers'] ?? 'Authorization, Content-Type',
      'access-control-max-age': '7200',
    },
    body: '',
  }
}

/** What lets the page read the answer. */
export const corsHeaders = ({ headers, path }: Call): Record<string, string> =>
  headers.origin !== undefined && (path.startsWith('/oauth/') || /^Bearer /i.test(headers.authorization ?? ''))
    ? {
        'access-control-allow-origin': '*',
        'access-control-expose-headers': 'X-Rate-Limit, X-Rate-Limit-Remaining, Retry-After, ETag, Location, X-Zendesk-API-Warn',
      }
    : {}
