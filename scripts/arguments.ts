import { type ParseArgsConfig, parseArgs } from 'node:util'

/** Reads the arguments of one of these scripts; what is not known is said, with how it is used, and ends the script with 2. */
export function argumentsOf<T extends ParseArgsConfig>(usage: string, config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config)
  } catch (error) {
    return wrong((error as Error).message.split('. To specify')[0] as string, usage)
  }
}

/** A whole number of at least `least`. */
export function countOf(text: string, name: string, usage: string, least = 1): number {
  return /^\d{1,15}$/.test(text) && Number(text) >= least ? Number(text) : wrong(`${name} is a whole number of at least ${least}, not "${text}"`, usage)
}

function wrong(message: string, usage: string): never {
  process.stderr.write(`${message}. Usage: ${usage}\n`)
  process.exit(2)
}
