import { answersJson, type Description, type Detail, type JsonSchema, type Operation, schemaRef } from '../core/index.ts'
import { grants } from './grants/index.ts'

const text: JsonSchema = { type: 'string' }
const seconds: JsonSchema = { type: 'integer', description: 'Seconds' }

const schemas: Record<string, JsonSchema> = {
  Error: {
    type: 'object',
    required: ['error', 'error_description', 'error_codes', 'timestamp', 'trace_id', 'correlation_id'],
    properties: {
      error: { ...text, description: 'Of OAuth 2.0: `invalid_client`' },
      error_description: { ...text, description: 'Begins with the number: `AADSTS7000215: ...`' },
      error_codes: { type: 'array', items: { type: 'integer' } },
      timestamp: text,
      trace_id: { ...text, format: 'uuid' },
      correlation_id: text,
      error_uri: { ...text, format: 'uri' },
      suberror: text,
      claims: text,
    },
  },
  Token: {
    type: 'object',
    required: ['token_type', 'expires_in', 'access_token'],
    properties: {
      token_type: { const: 'Bearer' },
      scope: text,
      // The older endpoint writes numbers as text (recorded).
      expires_in: { type: ['integer', 'string'], description: 'Seconds' },
      ext_expires_in: { type: ['integer', 'string'], description: 'Seconds' },
      expires_on: text,
      not_before: text,
      resource: text,
      access_token: text,
      refresh_token: text,
      id_token: text,
    },
  },
  TokenRequest: {
    type: 'object',
    required: ['grant_type'],
    properties: {
      grant_type: { enum: [...grants.keys()] },
      client_id: text,
      client_secret: text,
      client_assertion_type: text,
      client_assertion: text,
      scope: { ...text, description: 'Of an application: `<resource>/.default`' },
      resource: { ...text, description: 'At the older endpoint, instead of `scope`' },
      code: text,
      code_verifier: text,
      redirect_uri: text,
      refresh_token: text,
      device_code: text,
      username: text,
      password: text,
      assertion: text,
      requested_token_use: text,
    },
  },
}

const page = { 200: { description: 'A page', content: { 'text/html': { schema: text } } }, 302: { description: 'Back to the application' } }
const FORM = 'application/x-www-form-urlencoded'

const token: Detail = {
  summary: 'Gives a token',
  body: { [FORM]: schemaRef('TokenRequest') },
  answers: { 200: answersJson('A token', schemaRef('Token')) },
}
const devicecode: Detail = {
  summary: 'Gives a code for a device without a browser',
  body: { [FORM]: { type: 'object', required: ['client_id'], properties: { client_id: text, scope: text, resource: text } } },
  answers: {
    200: answersJson('Codes', {
      type: 'object',
      required: ['user_code', 'device_code', 'verification_uri', 'expires_in', 'interval', 'message'],
      properties: { user_code: text, device_code: text, verification_uri: text, expires_in: seconds, interval: seconds, message: text },
    }),
  },
}
const authorize: Detail = {
  summary: 'Signs somebody in and comes back with a code',
  parameters: [
    'client_id',
    'response_type',
    'redirect_uri',
    'scope',
    'state',
    'response_mode',
    'nonce',
    'prompt',
    'code_challenge',
    'code_challenge_method',
  ].map((name) => ({ name, in: 'query', schema: text })),
  answers: page,
}

const details: Readonly<Record<string, Detail>> = {
  token,
  'token.v1': token,
  devicecode,
  authorize,
  'authorize.v1': authorize,
  deviceauth: { summary: 'Where a person enters the code of a device', answers: page },
  adminconsent: { summary: 'An administrator agrees for everybody', answers: page },
  logout: { summary: 'Signs somebody out', answers: page },
  discovery: { summary: 'What this tenant offers (OpenID Connect Discovery)', answers: { 200: answersJson('Endpoints') } },
  'discovery.v1': { summary: 'The same at the older endpoint', answers: { 200: answersJson('Endpoints') } },
  'discovery.instance': { summary: 'Which clouds there are', answers: { 200: answersJson('Clouds') } },
  keys: {
    summary: 'Keys that tokens are signed with',
    answers: {
      200: answersJson('A JWK Set', {
        type: 'object',
        required: ['keys'],
        properties: { keys: { type: 'array', items: { type: 'object', required: ['kty', 'kid'] } } },
      }),
    },
  },
}

export const describeEntra = (): Description => ({
  says: 'OAuth 2.0 and OpenID Connect of one tenant. Microsoft describes them at https://learn.microsoft.com/entra/identity-platform/v2-protocols.',
  security: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
  // Clients prove who they are in the body; only what tells about a person wants a token.
  open: ({ name }: Operation) => !name.startsWith('userinfo'),
  schemas,
  errors: { 'application/json': schemaRef('Error'), 'text/html': text },
  detail: ({ name }: Operation) => details[name] ?? details[name.replace(/\.v1$/, '')] ?? {},
})
