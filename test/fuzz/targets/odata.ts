import { BASIC, door, signedIn } from '../door.ts'
import { type Grammar, mutated, wellFormed } from '../mutate.ts'
import type { Target } from '../target.ts'

const filter: Grammar = {
  samples: [
    "contains(telephone1,'+4930') and statecode eq 0",
    "(firstname eq 'Ada' or lastname ne 'Byron') and not endswith(emailaddress1,'example.org')",
    "startswith(fullname,'A') and createdon ge 2026-01-01T00:00:00Z and createdon lt 2027-01-01",
    '_parentcustomerid_value eq 00000000-0000-0000-0000-000000000001',
    "parentcustomerid_account/name eq 'Engines Ltd'",
    "contact_customer_contacts/any(o:o/lastname eq 'Byron' and o/telephone1 ne null)",
    "Microsoft.Dynamics.CRM.LastXDays(PropertyName='createdon',PropertyValue=7)",
    "Microsoft.Dynamics.CRM.In(PropertyName='statecode',PropertyValues=['0','1'])",
    'numberofchildren gt 1 and numberofchildren le 3 and creditlimit ge -1.5e3',
    "lastname eq 'O''Neil'",
    'lastname eq @p&@p=%27Byron%27',
    'statecode in (0,1)',
  ],
  tokens:
    "and or not eq ne gt ge lt le in ( ) , ' / any( all( o: contains( startswith( endswith( lastname fullname telephone1 statecode createdon _ownerid_value contactid null true false 0 -1 1.5 'a' @p 2026-01-01T00:00:00Z 00000000-0000-0000-0000-000000000001 Microsoft.Dynamics.CRM.On( PropertyName= PropertyValue= tolower( length( add mod".split(
      ' ',
    ),
}

const options: Grammar = {
  samples: [
    '$select=fullname,telephone1&$orderby=createdon desc,lastname&$top=3',
    '$expand=parentcustomerid_account($select=name;$filter=statecode eq 0),incident_customer_contacts($top=2;$orderby=title)',
    '$apply=filter(statecode eq 0)/groupby((statecode),aggregate($count as n,creditlimit with sum as total))',
    '$count=true&$filter=statecode eq 0&$search=ada',
    '$skiptoken=%3Ccookie%20pagenumber=%222%22%20/%3E',
    'userQuery=00000000-0000-0000-0000-000000000001',
  ],
  tokens:
    '$select= $filter= $expand= $orderby= $top= $count= $apply= $search= $skiptoken= $skip= $format= & ; , ( ) = % + desc asc groupby( aggregate( with as filter( / $levels= $ref $value'.split(
      ' ',
    ),
  between: '',
}

const SETS = ['contacts', 'accounts', 'incidents', 'systemusers', 'phonecalls', 'EntityDefinitions', 'contacts(00000000-0000-0000-0000-000000000001)'] as const

/** Everything behind the question mark of the Web API. */
export const odata: Target = {
  name: 'odata',
  async open() {
    const room = await door()
    const headers = await signedIn(room)
    const { url } = room.sandbox.dynamics
    return {
      input(random) {
        const set = random.pick(SETS)
        if (random.next() < 0.6)
          return `${set}?$filter=${random.next() < 0.8 ? encodeURIComponent(wellFormed(mutated(filter, random))) : mutated(filter, random)}`
        return `${set}?${mutated(options, random)}`
      },
      run: (input) => room.ask(`${url}/api/data/v9.2/${input}`, { headers: { ...headers, prefer: 'odata.include-annotations="*"' } }),
      renew: room.renew,
    }
  },
}

const search: Grammar = {
  samples: [
    'type:ticket status<solved requester:ada@example.org',
    'type:user phone:"+49301234567"',
    'type:ticket created>2026-01-01 created<2026-12-31T00:00:00Z -tags:vip order_by:created_at sort:desc',
    'type:organization name:Engines* tags:gold',
    'type:ticket subject:"not working" comment:later assignee:none group:"Level 2"',
    'fieldvalue:12345 custom_field_31:gold',
    'status:open status:pending priority>normal created>4hours',
    'Gerät O\'Neil "exact phrase" -without',
    'type:ticket organization:"Engines Ltd" updated>=2026-11-01 via:mail',
  ],
  tokens:
    'type:ticket type:user type:organization status: status< priority> created> created< created: tags: requester: assignee: group: organization: name: phone: email: external_id: custom_field_ fieldvalue: order_by: sort: " - * : < > >= <= none me 2026-01-01 4hours 2weeks ada@example.org +49301234567'.split(
      ' ',
    ),
}
const PATHS = [
  'search.json?query=',
  'search/count?query=',
  'search/export?filter[type]=ticket&page[size]=5&query=',
  'users/search.json?query=',
  'users/autocomplete?name=',
] as const

/** Zendesk's search language, on every path that reads it. */
export const zendeskSearch: Target = {
  name: 'zendesk-search',
  async open() {
    const room = await door()
    const { url } = room.sandbox.zendesk
    return {
      input(random) {
        const text = mutated(search, random)
        return random.pick(PATHS) + (random.next() < 0.8 ? encodeURIComponent(wellFormed(text)) : text)
      },
      run: (input) => room.ask(`${url}/api/v2/${input}`, { headers: BASIC }),
      renew: room.renew,
    }
  },
}
