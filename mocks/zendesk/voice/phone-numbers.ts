import type { Operation, TableDefinition, World } from '../../core/index.ts'
import { nextId } from '../ids.ts'
import { wholeList } from '../paging/page.ts'
import { plain, recordNotFound } from '../problems.ts'
import { api, type Context, idOf, json, noContent, rootOf } from '../route.ts'
import { now } from '../time.ts'

interface PhoneNumber {
  id: number
  country_id: number
  created_at: string
  number: string
  name: string
  display_number: string
  location: null
  toll_free: boolean
  transcription: boolean
  recorded: boolean
}

const numbers: TableDefinition<PhoneNumber> = { name: 'zendesk.phone_numbers' }
const numbersOf = (world: World) => world.store.table(numbers)
const path = '/api/v2/channels/voice/phone_numbers'
const find = (context: Context) => numbersOf(context.world).get(idOf(context))

function changed(context: Context, before: PhoneNumber, sent: Record<string, unknown>): PhoneNumber {
  const flag = (key: 'toll_free' | 'transcription' | 'recorded') => (typeof sent[key] === 'boolean' ? sent[key] : before[key])
  const name = typeof sent.nickname === 'string' ? sent.nickname : typeof sent.name === 'string' ? sent.name : before.name
  return numbersOf(context.world).put(String(before.id), {
    ...before,
    name,
    toll_free: flag('toll_free'),
    transcription: flag('transcription'),
    recorded: flag('recorded'),
  })
}

/** The account's own lines. Creating one answers 200 (recorded 2013). */
export const phoneNumberOperations: Operation[] = [
  ...api('GET', path, 'phone_numbers.index', {}, ({ world }) => {
    return wholeList('phone_numbers', [...numbersOf(world).scan()])
  }),
  ...api('POST', path, 'phone_numbers.create', { who: 'admin' }, (context) => {
    const sent = rootOf(context, 'phone_number')
    const number = String(sent.number ?? sent.token ?? '')
    if (number === '') return plain(400, 'Required parameter missing: number')
    const fresh: PhoneNumber = {
      id: nextId(context.world),
      country_id: Number(sent.country_id ?? 156),
      created_at: now(context.world),
      number,
      name: number,
      display_number: number,
      location: null,
      toll_free: false,
      transcription: false,
      recorded: false,
    }
    return json({ phone_number: changed(context, fresh, sent) })
  }),
  ...api('GET', `${path}/:id`, 'phone_numbers.show', {}, (context) => {
    const row = find(context)
    return row ? json({ phone_number: row }) : recordNotFound()
  }),
  ...api('PUT', `${path}/:id`, 'phone_numbers.update', { who: 'admin' }, (context) => {
    const row = find(context)
    return row ? json({ phone_number: changed(context, row, rootOf(context, 'phone_number')) }) : recordNotFound()
  }),
  ...api('DELETE', `${path}/:id`, 'phone_numbers.destroy', { who: 'admin' }, ({ world, ...context }) =>
    numbersOf(world).delete(idOf({ world, ...context })) ? noContent() : recordNotFound(),
  ),
]
