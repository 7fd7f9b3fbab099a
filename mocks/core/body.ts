/** Reads a request's body, and no more of it than `limit` bytes. */
export async function readBody(request: Request, limit: number): Promise<Uint8Array | 'too-large'> {
  if (request.method === 'GET' || request.method === 'HEAD') return new Uint8Array()
  const announced = Number(request.headers.get('content-length') ?? Number.NaN)
  if (announced > limit) return 'too-large'
  if (announced >= 0) return new Uint8Array(await request.arrayBuffer())
  if (!request.body) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length
    if (size > limit) return 'too-large'
    chunks.push(chunk)
  }
  return chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks)
}
