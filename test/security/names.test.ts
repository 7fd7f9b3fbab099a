import { beforeAll, describe, expect, it } from 'vitest'
import { BASIC, type Door, door, signedIn } from '../fuzz/door.ts'

let room: Door
let headers: Record<string, string>
beforeAll(async () => {
  room = await door()
  headers = await signedIn(room)
})

const fetchXml = (name: string) =>
  `contacts?fetchXml=${encodeURIComponent(`<fetch aggregate="true"><entity name="contact"><attribute name="contactid" alias="a" aggregate="${name}"/><filter><condition attribute="lastname" operator="${name}" value="a"/></filter></entity></fetch>`)}`

describe.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('a table of words has no entry "%s"', (name) => {
  it.each([
    `search.json?query=type:ticket ${name}:a`,
    `search.json?query=type:user ${name}:a`,
    `search.json?query=type:organization ${name}:a`,
    `search.json?query=a order_by:${name}`,
    `tickets.json?include=${name}`,
    `tickets/1.json?include=${name}`,
    `tickets.json?sort_by=${name}`,
    `users.json?role=${name}`,
  ])('in Zendesk: %s', async (path) => {
    expect(await room.ask(`${room.sandbox.zendesk.url}/api/v2/${path}`, { headers: BASIC })).toBeUndefined()
  })

  it.each([
    `contacts?$apply=aggregate(contactid with ${name} as a)`,
    `contacts?$filter=${name} eq 1`,
    `contacts?$select=${name}`,
    `contacts?$expand=${name}`,
    `${name}`,
    `GetTimeZoneCodeByLocalizedName(LocalizedStandardName='${name}')`,
    fetchXml(name),
  ])('in Dynamics: %s', async (path) => {
    expect(await room.ask(`${room.sandbox.dynamics.url}/api/data/v9.2/${path}`, { headers })).toBeUndefined()
  })

  it('among the grants', async () => {
    const body = () => new URLSearchParams({ grant_type: name, client_id: 'rehearsal', client_secret: 'rehearsal-secret' })
    for (const url of [room.sandbox.zendesk.credentials.tokenUrl, room.sandbox.entra.credentials.tokenUrl])
      expect(await room.ask(url, { method: 'POST', body: body() })).toBeUndefined()
  })
})
