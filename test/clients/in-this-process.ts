import { vi } from 'vitest'
import { commandLine } from '../../harness/command-line.ts'
import type { Ran } from './program.ts'

/** Runs `rehearsal` in this process and its folder, one at a time: what it prints and how it ends are the same, and a process of its own costs a second. */
export async function inThisProcess(...args: string[]): Promise<Ran> {
  const ran: Ran = { code: null, out: '', err: '' }
  const hear = (stream: 'stdout' | 'stderr', name: 'out' | 'err') =>
    vi.spyOn(process[stream], 'write').mockImplementation((chunk) => {
      ran[name] += chunk
      return true
    })
  const spies = [hear('stdout', 'out'), hear('stderr', 'err')]
  const before = process.exitCode
  process.exitCode = undefined
  try {
    await commandLine(args)
    return { ...ran, code: Number(process.exitCode ?? 0) }
  } finally {
    process.exitCode = before
    for (const spy of spies) spy.mockRestore()
  }
}
