/** Why a request to somebody outside got no answer: words that go on from the URL. */
export function whyNoAnswer(error: unknown): string {
  const { code, message } = ((error as { cause?: unknown }).cause ?? error) as NodeJS.ErrnoException
  if (code === 'ECONNREFUSED') return 'is not there: nothing listens on that port'
  if (code === 'ECONNRESET' || code === 'UND_ERR_SOCKET') return 'hung up without an answer'
  if (code === 'ENOTFOUND') return 'is not there: no such host'
  return `cannot be reached: ${message}`
}
