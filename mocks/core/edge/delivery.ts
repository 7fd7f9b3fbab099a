import type { Delivery } from './wire.ts'

/** The connection broke in the middle of an answer. */
export class BrokenOff extends Error {
  override name = 'BrokenOff'
}

/** A body as a harmed connection carries it, piece by piece; throws `BrokenOff` where it ends too soon. */
export async function* pieces(body: Uint8Array, delivery: Delivery): AsyncGenerator<Uint8Array, void, undefined> {
  if (delivery.kind === 'cut') {
    yield body.subarray(0, Math.floor(body.length * delivery.share))
    throw new BrokenOff()
  }
  for (let at = 0; at < body.length; at += delivery.bytes) {
    await delivery.pause()
    yield body.subarray(at, at + delivery.bytes)
  }
}
