import type { ActivityKind } from '../here.ts'

/** The call waits for an agent from now on; what follows plays while it waits (R078). */
export const queueContact: ActivityKind = (here) => {
  const variable = here.text('destinationVariable')
  const queue =
    here.text('destination_name') ||
    here.text('destination:name') ||
    here.render(here.text('queueId') || here.text('destination') || (variable ? (variable.includes('{{') ? variable : `{{${variable}}}`) : ''), 'destination')
  if (queue === '') {
    here.failed(here.activity.name, 'No queue is chosen.')
    return 'failure'
  }
  here.queued(queue)
  return 'default'
}
