import { encodeBody, type Reply } from '../../core/index.ts'

const REASONS: Record<number, string> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  304: 'Not Modified',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  412: 'Precondition Failed',
  413: 'Request Entity Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  503: 'Service Unavailable',
}
/** Names as the service spells them; its own JavaScript client splits the text by them. */
const SPELLING: Record<string, string> = {
  'odata-entityid': 'OData-EntityId',
  'odata-version': 'OData-Version',
  etag: 'ETag',
  'content-type': 'Content-Type',
  'preference-applied': 'Preference-Applied',
  location: 'Location',
  req_id: 'REQ_ID',
  'retry-after': 'Retry-After',
}

export interface AnsweredPart {
  contentId?: string
  reply: Reply
}

export type Answered = { kind: 'single'; part: AnsweredPart } | { kind: 'changeset'; parts: AnsweredPart[]; boundary: string }

/** The multipart body of a batch's answer, with CRLF and spacing as the service's own client expects it. */
export function renderBatch(items: readonly Answered[], boundary: string): string {
  const lines = items.flatMap((item) => [`--${boundary}`, ...(item.kind === 'single' ? part(item.part) : changeset(item))])
  return [...lines, `--${boundary}--`, ''].join('\r\n')
}

const changeset = ({ parts, boundary }: Extract<Answered, { kind: 'changeset' }>): string[] => [
  `Content-Type: multipart/mixed; boundary=${boundary}`,
  '',
  ...parts.flatMap((one) => [`--${boundary}`, ...part(one)]),
  `--${boundary}--`,
]

function part({ contentId, reply }: AnsweredPart): string[] {
  const body = encodeBody(reply.body)
  const headers = {
    ...(reply.body === undefined || reply.headers?.['content-type'] ? {} : { 'content-type': 'application/json; odata.metadata=minimal' }),
    'odata-version': '4.0',
    ...reply.headers,
  }
  return [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    ...(contentId === undefined ? [] : [`Content-ID: ${contentId}`]),
    '',
    `HTTP/1.1 ${reply.status} ${REASONS[reply.status] ?? ''}`.trimEnd(),
    ...Object.entries(headers).flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one) => `${SPELLING[name] ?? name}: ${one}`)),
    '',
    body === undefined ? '' : typeof body === 'string' ? body : new TextDecoder().decode(body),
  ]
}
