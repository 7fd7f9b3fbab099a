#!/usr/bin/env node
import { commandLine } from './command-line.ts'

// A reader that has seen enough (`| head`) closes the pipe: nothing is wrong with that.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})
await commandLine(process.argv.slice(2))
