import { setFlagsFromString } from 'node:v8'

/**
 * Keeps the heap small until it is given back; answers how.
 *
 * What a start makes lives as long as the process, so a nursery that grows to 33 MB in a second holds nothing but room, and
 * it stays resident for a sandbox that then waits for its first request. So the nursery stays as it began, and the
 * collector prefers less memory to less work. Under load the opposite is right: what a request makes is garbage at once.
 */
export function smallHeap(): () => void {
  setFlagsFromString('--semi-space-growth-factor=1')
  setFlagsFromString('--optimize-for-size')
  return () => {
    setFlagsFromString('--semi-space-growth-factor=2')
    setFlagsFromString('--no-optimize-for-size')
  }
}
