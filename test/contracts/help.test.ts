import { describe, expect, it } from 'vitest'
import { driftCommand } from '../../harness/commands/drift.ts'
import { recordCommand } from '../../harness/commands/record.ts'
import { verifyCommand } from '../../harness/commands/verify.ts'

describe('help', () => {
  it.each([verifyCommand(), recordCommand(), driftCommand()].map((command) => [command.name(), command] as const))(
    'of %s has a description and examples',
    (name, command) => {
      let said = ''
      command.exitOverride().configureOutput({ writeOut: (text) => void (said += text) })
      expect(() => command.parse(['--help'], { from: 'user' })).toThrow('(outputHelp)')
      expect(command.description()).toMatch(/^[A-Z].{40,}/)
      expect(said).toContain(`Examples:\n  rehearsal ${name} `)
      for (const line of said.split('\n')) expect(line.length, line).toBeLessThan(161)
    },
  )
})
