import { hostTimer } from '../../mocks/core/clock.ts'

/** In ms of the host's time: what ends by itself has ended by then. */
const PATIENCE = 2000

/**
 * A user's module is played in this process, and what it leaves open, a timer or a socket, would keep a play from ever ending.
 * Called when all is done: where nothing is open the process is gone before `patience` is over.
 */
export function endWhateverLingers([command, ...args]: readonly string[], patience = PATIENCE): void {
  if (command !== 'play' || !args.some((arg) => /^--integration(=|$)/.test(arg))) return
  hostTimer(patience, () => {
    process.stderr.write('  The integration still holds something open, such as a timer or a socket: its stop() is where that ends.\n')
    // Ends as soon as a slow reader has all that was written before this.
    process.stdout.write('', () => process.exit())
  })
}
