import type { Clock } from './clock.ts'
import type { Store, Table, TableDefinition } from './store.ts'

/** A credential that a mock issued. The vault is how a resource knows what an identity provider of the same World issued. */
export interface Token {
  value: string
  issuer: string
  kind: 'access' | 'refresh' | 'code' | 'api'
  client: string
  /** The user or service principal it acts as, in the issuer's own id. */
  subject: string
  audience: string
  scopes: string[]
  issuedAt: number
  /** null: never. */
  expiresAt: number | null
  revokedAt: number | null
  claims: Record<string, unknown>
}

export interface TokenVault {
  issue(token: Omit<Token, 'issuedAt' | 'revokedAt'>): Token
  find(value: string): Token | undefined
  /** Access tokens that `issuer` gave to `client`, oldest first. */
  of(issuer: string, client: string): Token[]
  /** The access token that `issuer` gave to `client` last. */
  latest(issuer: string, client: string): Token | undefined
  all(issuer: string): Token[]
  revoke(value: string): void
  /** Ends every living access token now; the fault "expire tokens". */
  expireAll(): number
  alive(token: Token): boolean
}

const tokens: TableDefinition<Token> = {
  name: 'core.tokens',
  credentials: true,
  lazy: {
    client: (token: Token) => `${token.issuer} ${token.client}`,
    issuer: (token: Token) => token.issuer,
  },
}

/** By issuer and client, the access token issued last: a client that asks a million times still costs one look-up. */
const latest = { name: 'core.tokens.latest', credentials: true }

/** Longer tokens are signed: their end is that of a signature, and as telling as the whole of 1.5 kB, which would have to be hashed. */
const LONGEST_KEY = 200
const SIGNATURE = 86
const keyOf = (value: string): string => (value.length > LONGEST_KEY ? value.slice(-SIGNATURE) : value)

export function createVault(store: Store, clock: Clock): TokenVault {
  const table: Table<Token> = store.table(tokens)
  const last: Table<Pick<Token, 'value' | 'issuedAt'>> = store.table(latest)
  const vault: TokenVault = {
    issue(token) {
      const issuedAt = clock.now()
      const whose = `${token.issuer} ${token.client}`
      // The clock can be set back: then an older token may be the latest for a while.
      if (token.kind === 'access' && !((last.get(whose)?.issuedAt ?? issuedAt) > issuedAt)) last.put(whose, { value: token.value, issuedAt })
      // Member by member: spreading what callers of several kinds hand over is dear.
      const { value, issuer, kind, client, subject, audience, scopes, expiresAt, claims } = token
      return table.put(keyOf(value), { value, issuer, kind, client, subject, audience, scopes, expiresAt, claims, issuedAt, revokedAt: null })
    },
    find(value) {
      const token = table.get(keyOf(value))
      return token?.value === value ? token : undefined
    },
    of: (issuer, client) =>
      table
        .find('client', `${issuer} ${client}`)
        .filter((token) => token.kind === 'access')
        .sort((a, b) => a.issuedAt - b.issuedAt),
    latest: (issuer, client) => vault.find(last.get(`${issuer} ${client}`)?.value ?? ''),
    all: (issuer) => table.find('issuer', issuer),
    revoke(value) {
      const token = vault.find(value)
      if (token && token.revokedAt === null) table.put(keyOf(value), { ...token, revokedAt: clock.now() })
    },
    expireAll() {
      const living = [...table.scan()].filter((token) => token.kind === 'access' && vault.alive(token))
      for (const token of living) table.put(keyOf(token.value), { ...token, expiresAt: clock.now() })
      return living.length
    },
    alive: (token) => token.revokedAt === null && (token.expiresAt === null || token.expiresAt > clock.now()),
  }
  return vault
}
