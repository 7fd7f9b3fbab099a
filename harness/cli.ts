#!/usr/bin/env node
import { commandLine } from './command-line.ts'
import { endWhateverLingers } from './commands/lingering.ts'

// A reader that has seen enough (`| head`) closes the pipe: nothing is wrong with that.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})
const args = process.argv.slice(2)
await commandLine(args)
endWhateverLingers(args)
