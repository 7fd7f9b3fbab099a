import { type Call, formOf, notImitated, type Operation, Refusal, type Reply, type Soon, soon, type World } from '../core/index.ts'
import { assertedClient } from './assertion.ts'
import { authenticate, credentials, knownApp } from './authenticate.ts'
import { type Granted, required, type TokenRequest } from './grants/grant.ts'
import { grants, notHere } from './grants/index.ts'
import { issue, renewalWait } from './issue.ts'
import { aadsts } from './problems.ts'
import { addressed } from './tenant.ts'

function token(call: Call, world: World, version: 1 | 2): Soon<Reply> {
  const { tenant, shared } = addressed(world, call.params.tenant as string)
  const form = formOf(call)
  const name = required(form, 'grant_type')
  const absent = notHere.get(name)
  if (absent) throw new Refusal(notImitated(absent))
  const grant = grants.get(name)
  if (!grant) throw new Refusal(aadsts(70003, { grant: name }))

  const given = credentials(call, form)
  const client = knownApp(world, tenant, given.clientId ?? assertedClient(given.assertion))
  const begun = world.clock.now()
  const wait = renewalWait(world, client.clientId)
  return soon(authenticate(call, world, tenant, client, given), (proof) => {
    const request = { call, world, tenant, shared, version, form, client, proof }
    const allowed = grant.run(request)
    return soon(wait === undefined ? undefined : world.clock.sleep(wait), () => issued(request, allowed, name, wait !== undefined, begun))
  })
}

function issued(request: TokenRequest, allowed: Granted, grant: string, renewal: boolean, begun: number): Soon<Reply> {
  const { call, world, client } = request
  // Not from the arrival: the way there is the network's.
  return soon(issue(request, allowed), ({ reply, expiresAt }) => {
    const took = world.clock.now() - begun
    call.remark({ kind: 'token-issued', client: client.clientId, grant, expiresAt, renewal, took })
    return reply.headers || !call.headers.origin ? reply : { ...reply, headers: { 'access-control-allow-origin': '*' } }
  })
}

/** Says in the journal why nobody was signed in; waiting for a person with a device code is no refusal. */
function remarked(call: Call, run: () => Soon<Reply>): Soon<Reply> {
  const refused = (error: unknown): never => {
    if (error instanceof Refusal && error.problem.detail?.error !== 'authorization_pending') {
      const { message, detail } = error.problem
      call.remark({ kind: 'token-refused', why: detail?.hint === undefined ? message : `${message} ${detail.hint}` })
    }
    throw error
  }
  try {
    const reply = run()
    return reply instanceof Promise ? reply.catch(refused) : reply
  } catch (error) {
    return refused(error)
  }
}

const endpoint = (name: string, path: string, version: 1 | 2): Operation[] => [
  { name, method: 'POST', path, run: (call, world) => remarked(call, () => token(call, world, version)) },
  {
    name: `${name}.other`,
    method: 'ALL',
    path,
    run: (call) =>
      call.method === 'OPTIONS'
        ? {
            status: 200,
            headers: {
              'access-control-allow-origin': '*',
              'access-control-allow-methods': 'POST, OPTIONS',
              'access-control-allow-headers': call.headers['access-control-request-headers'] ?? 'content-type',
            },
          }
        : aadsts(900561, { method: call.method }),
  },
]

/** Each grant is a file in `grants/`; what all of them share is here. */
export const tokenOperations: Operation[] = [...endpoint('token', '/:tenant/oauth2/v2.0/token', 2), ...endpoint('token.v1', '/:tenant/oauth2/token', 1)]
