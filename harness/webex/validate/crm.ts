import type { Flow } from '../format.ts'

/** What a request path asks a CRM for, as far as the path tells; the four CRMs whose published templates look callers up. */
export type Asks = 'customer' | 'case' | undefined

const CASES = /\bincidents\b|type(?::|%3A)ticket|\/tickets\b|\bFROM\s+Case\b|\/table\/incident\b|incident\.do\b/i
const CUSTOMERS =
  /\b(contacts|accounts|leads)\b|users\/(search|autocomplete)|type(?::|%3A)user|role(?::|%3A)end-user|\bFROM\s+(Account|Contact|Lead)\b|\/table\/(sys_user|csm_consumer|customer_contact)\b/i

export function asksFor(path: string): Asks {
  const plain = path.replaceAll(/%20|\+/g, ' ')
  if (CASES.test(plain)) return 'case'
  return CUSTOMERS.test(plain) ? 'customer' : undefined
}

/** An order by creation, newest first, in any of their languages. */
const NEWEST_FIRST =
  /\$orderby=\s*(createdon|modifiedon)(%20|\s|\+)+desc|sort_by=(created_at|updated_at)(?=.*sort_order=desc)|order_by(:|%3A)created(_at)?(?=.*sort(:|%3A)desc)|sort=-(created|updated)_at|ORDER(\s|\+|%20)+BY(\s|\+|%20)+(CreatedDate|LastModifiedDate)(\s|\+|%20)+DESC|ORDERBYDESC(sys_created_on|opened_at)/i
const ordersTheOtherWay = /sort_order=desc(?=.*sort_by=(created_at|updated_at))/i

export const newestFirst = (path: string): boolean => NEWEST_FIRST.test(path) || ordersTheOtherWay.test(path)

/** A comparison that more than one number can meet. */
export const comparesLoosely = (path: string): boolean => /\b(contains|startswith|endswith)\(|\bLIKE\b|\bCONTAINS\b/i.test(path)

/** A record's id as a constant: a GUID, or a long number where an id is expected. */
export const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i

/** Which of our CRMs a flow talks to, by its requests. */
export const crmOf = ({ main, events }: Flow): 'dynamics' | 'zendesk' =>
  [...main.activities.values(), ...events.activities.values()].some(({ properties }) => /zendesk|api\/v2\//i.test(JSON.stringify(properties)))
    ? 'zendesk'
    : 'dynamics'
