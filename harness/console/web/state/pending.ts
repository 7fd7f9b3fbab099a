import { send } from './desk.ts'
import type { StepCommand } from './verbs.ts'

/** What was entered for a contact and is not saved yet, by contact. */
const pending = new Map<string, () => Promise<boolean>>()

export function keepPending(contact: string, save: (() => Promise<boolean>) | undefined): void {
  if (save) pending.set(contact, save)
  else pending.delete(contact)
}

/** Does something with a contact. What was entered is saved first: who finishes after-call work means what is in the form. */
export async function act(command: StepCommand): Promise<boolean> {
  const save = command.contact === undefined ? undefined : pending.get(command.contact)
  if (save && !(await save())) return false
  return send(command)
}
