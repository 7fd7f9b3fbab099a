// biome-ignore-all lint/suspicious/noTemplateCurlyInString: sentences with named parameters, as pacts write them
import { hostSecret } from '../../mocks/core/random.ts'
import { listen } from '../../mocks/core/serve.ts'
import { type Arrangement, together } from './arrangement.ts'
import { chosen, sentEvents } from './messages.ts'
import { forwarded, type Provider } from './provider.ts'
import { type AskedState, StateError, type System } from './state.ts'
import { arrangementOf } from './states/index.ts'

const STATE = '/_pact/state'
const MESSAGE = '/_pact/message'
/** What an interaction is answered whose provider state is not there: no service has this status. */
const UNARRANGED = 599

/** What happened between two provider states, in the order in which the verifier went through the interactions. */
export interface Round {
  states: AskedState[]
  /** Why a state could not be put in place. */
  refused?: string
  asked?: string
  answered?: { status: number; body: string }
}

export interface Front {
  url: string
  stateUrl: string
  message: { port: number; path: string }
  rounds: readonly Round[]
  close(): Promise<void>
}

/** The HTTP door between Pact's verifier and a provider: it puts provider states in place, forwards requests, tells messages. */
export async function openFront(system: System, provider: Provider | undefined): Promise<Front> {
  // Behind this door may be a real organisation, signed in: nobody else on this machine is to find it.
  const prefix = `/${hostSecret()}`
  const rounds: Round[] = []
  let arrangements: Arrangement[] = []
  let open: Round | undefined

  const change = async (request: Request): Promise<Response> => {
    const { action, state = '', params } = (await request.json()) as { action: string; state?: string; params?: Record<string, unknown> }
    if (action !== 'setup') {
      if (open) await provider?.end()
      open = undefined
      return Response.json({})
    }
    if (!open) {
      open = { states: [] }
      rounds.push(open)
      arrangements = []
    }
    const asked = { name: state, params: params ?? {} }
    if (state !== '') open.states.push(asked)
    try {
      arrangements.push(arrangementOf(system, asked))
      if (open.refused !== undefined) return Response.json({})
      return Response.json((await provider?.begin(together(arrangements))) ?? {})
    } catch (error) {
      // Said when the interaction comes: of a state that is refused at once the verifier does not say to which interaction it belonged.
      open.refused ??= messageOf(error)
      return Response.json({})
    }
  }
  const refusal = (message: string) => new Response(JSON.stringify({ error: message }), { status: UNARRANGED, headers: { 'content-type': 'application/json' } })

  const tell = async (): Promise<Response> => {
    const wanted = together(arrangements).message
    if (open) open.asked = `an event${wanted ? ` of type ${wanted.type}` : ''}`
    if (open?.refused !== undefined) return refusal(open.refused)
    try {
      if (!wanted) throw new StateError('A message needs a provider state that says which event: "the contact centre sends ${type}".')
      return Response.json(chosen(await sentEvents(), wanted.type, wanted.data))
    } catch (error) {
      if (open) open.refused = messageOf(error)
      return refusal(messageOf(error))
    }
  }

  const forward = async (request: Request): Promise<Response> => {
    if (open?.refused !== undefined) return refusal(open.refused)
    if (!provider) return Response.json({ error: `${system} takes no requests: its pacts have messages.` }, { status: 404 })
    const { pathname: whole, search } = new URL(request.url)
    const pathname = whole.slice(prefix.length)
    const body = new Uint8Array(await request.arrayBuffer())
    const asked = { method: request.method, headers: forwarded(request.headers), ...(body.length > 0 ? { body } : {}) }
    const answer = await provider.answer(pathname + search, asked).catch((error: Error) => error)
    if (answer instanceof Error) {
      if (open) open.refused = messageOf(answer)
      return refusal(messageOf(answer))
    }
    const bytes = await answer.arrayBuffer()
    if (open) {
      open.asked = `${request.method} ${readable(pathname + search)}`
      open.answered = { status: answer.status, body: new TextDecoder().decode(bytes) }
    }
    const headers = new Headers(answer.headers)
    for (const name of ['content-encoding', 'content-length', 'transfer-encoding', 'connection']) headers.delete(name)
    return new Response(bytes.byteLength === 0 ? null : bytes, { status: answer.status, headers })
  }

  const { url, port, close } = await listen({
    port: 0,
    fetch(request: Request) {
      const { pathname } = new URL(request.url)
      if (!pathname.startsWith(`${prefix}/`)) return new Response(null, { status: 404 })
      if (pathname === prefix + STATE) return change(request)
      return pathname === prefix + MESSAGE ? tell() : forward(request)
    },
  })
  return { url: url + prefix, stateUrl: url + prefix + STATE, message: { port, path: prefix + MESSAGE }, rounds, close }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Decoded for people, where it can be. */
function readable(path: string): string {
  try {
    return decodeURIComponent(path.replaceAll('+', ' '))
  } catch {
    return path
  }
}
