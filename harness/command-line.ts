import { Command, CommanderError } from 'commander'
import { didYouMean } from '../mocks/core/nearest.ts'
import { EXIT, UsageError } from './commands/usage.ts'
import { version } from './version.ts'

/** Each command is a file; what it needs is loaded when it runs, so that `--help` and a mistyped word answer at once. */
async function program(): Promise<Command> {
  const rehearsal = new Command('rehearsal')
    .description('Rehearse a CRM integration before it meets the real CRM.')
    .version(version, '-v, --version')
    .addHelpText(
      'after',
      `
Examples:
  rehearsal up                        a CRM to develop against, on local ports
  rehearsal play                      play every scenario and judge what reached the CRM
  rehearsal play 'tokens/*' --crm dynamics
  rehearsal soak --interactions 10000 everything again and again, each time by another seed
  rehearsal check my-scenario.yaml    what is wrong with a scenario or a configuration, and where
  rehearsal flow my.flow.json         what is wrong with a Webex flow; a picture; a call in it
  rehearsal verify pacts/             whether the CRM answers as your contract says
  rehearsal rules R024                what a rule says, and where it is kept
  rehearsal init                      a project, or a folder in one, to start from
  rehearsal openapi dynamics          descriptions for other tools
  rehearsal data diff a.json ./crm    export, import and compare what "up --data" keeps

Exit: 0 all held, 1 findings, 2 wrong use.`,
    )
  const commands = await Promise.all([
    import('./commands/up.ts').then(({ upCommand }) => upCommand()),
    import('./commands/play.ts').then(({ playCommand }) => playCommand()),
    import('./commands/soak.ts').then(({ soakCommand }) => soakCommand()),
    import('./commands/check.ts').then(({ checkCommand }) => checkCommand()),
    import('./commands/flow.ts').then(({ flowCommand }) => flowCommand()),
    import('./commands/verify.ts').then(({ verifyCommand }) => verifyCommand()),
    import('./commands/record.ts').then(({ recordCommand }) => recordCommand()),
    import('./commands/drift.ts').then(({ driftCommand }) => driftCommand()),
    import('./commands/rules.ts').then(({ rulesCommand }) => rulesCommand()),
    import('./commands/openapi.ts').then(({ openapiCommand }) => openapiCommand()),
    import('./commands/data.ts').then(({ dataCommand }) => dataCommand()),
    import('./commands/init.ts').then(({ initCommand }) => initCommand()),
  ])
  for (const command of [...commands, helpOf(rehearsal)]) rehearsal.addCommand(strict(command))
  return strict(rehearsal.helpCommand(false))
}

/** The library's own answers a mistyped command with everything there is. */
const helpOf = (rehearsal: Command) =>
  new Command('help')
    .description('Help for a command')
    .argument('[command]')
    .action((name?: string) => {
      const known = rehearsal.commands.map((command) => command.name())
      if (name !== undefined && !known.includes(name)) throw new UsageError(`There is no command "${name}".${didYouMean(name, known)}`)
      ;(rehearsal.commands.find((command) => command.name() === name) ?? rehearsal).outputHelp()
    })

/** Our own exit codes, and a hint instead of a whole help text. */
const strict = (command: Command) =>
  command.exitOverride().showHelpAfterError(`See "${command.name() === 'rehearsal' ? 'rehearsal' : `rehearsal ${command.name()}`} --help".`)

/** Runs `rehearsal` with these words. What it prints goes to this process, and so does its exit code: 0, 1 or 2; a mistake of the user's is one line. */
export async function commandLine(args: readonly string[]): Promise<void> {
  try {
    await (await program()).parseAsync([...args], { from: 'user' })
  } catch (error) {
    // Commander has said what is wrong already; its own help is no mistake.
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.held : EXIT.usage
    else if (error instanceof Error && ['UsageError', 'PortInUse', 'WorldError'].includes(error.name)) {
      process.stderr.write(`${error.message}\n`)
      process.exitCode = EXIT.usage
    } else throw error
  }
}
