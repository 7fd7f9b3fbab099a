import type { Random } from '../../mocks/core/random.ts'

const TEXTS = [
  'Where is my parcel?',
  'The invoice is wrong: 12,50 € too much.',
  'Größe und Farbe stimmen nicht.',
  'Thank you, that helps 👍',
  'It\'s the second time; "soon" is no answer.',
  'Ordered on Monday, still not here & no word.',
  'Can I change the address?',
  '¿Abren el domingo?',
  'Please call me back after six.',
  'The password does not work.',
]
const DISPOSITIONS = ['Solved', 'Invoice sent', 'Passed on', 'Call back', 'Replacement', 'Wrong number', 'Complaint']
const STATUSES = ['Done', 'Open', 'Waiting']
const TAGS = ['parcel', 'invoice', 'address', 'password', 'praise']

export const text = (random: Random): string => random.pick(TEXTS)

/** What is entered in the Outcomes window: never everything, and once in a while more than a field holds. */
export function outcome(random: Random): { name: string; notes?: string; tags?: string[]; status?: string } {
  const length = random.next() < 0.02 ? random.int(60, 90) : random.int(1, 3)
  return {
    name: random.pick(DISPOSITIONS),
    ...(random.next() < 0.8 ? { notes: Array.from({ length }, () => text(random)).join(' ') } : {}),
    ...(random.next() < 0.3 ? { tags: [random.pick(TAGS)] } : {}),
    ...(random.next() < 0.3 ? { status: random.pick(STATUSES) } : {}),
  }
}
