import { BASIC, door } from '../door.ts'
import { type Grammar, mutated } from '../mutate.ts'
import type { Target } from '../target.ts'

const values: Grammar = {
  samples: [
    'grant_type=client_credentials&client_id=CLIENT&client_secret=rehearsal-secret&scope=https%3A%2F%2Frehearsal.crm.dynamics.com%2F.default',
    'grant_type=authorization_code&client_id=CLIENT&client_secret=rehearsal-secret&code=0.AAAA&redirect_uri=http%3A%2F%2Flocalhost%2Fcallback&code_verifier=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    'grant_type=refresh_token&client_id=CLIENT&client_secret=rehearsal-secret&refresh_token=0.AAAA',
    'grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&client_id=CLIENT&client_secret=rehearsal-secret&requested_token_use=on_behalf_of&assertion=eyJhbGciOiJSUzI1NiJ9.eyJhIjoxfQ.c2ln&scope=openid',
    'grant_type=client_credentials&client_id=CLIENT&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=eyJhbGciOiJSUzI1NiIsIng1dCI6ImEifQ.eyJpc3MiOiJhIn0.c2ln&scope=x%2F.default',
    'grant_type=password&client_id=CLIENT&client_secret=rehearsal-secret&username=ada%40rehearsal.example&password=secret&scope=openid',
    'grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&client_id=CLIENT&device_code=AAAA',
    'response_type=code&client_id=CLIENT&redirect_uri=http%3A%2F%2Flocalhost%2Fcallback&scope=openid%20offline_access&state=s&nonce=n&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256&response_mode=form_post&prompt=none',
    'response_type=token&client_id=rehearsal&redirect_uri=http%3A%2F%2Flocalhost%2Fcallback&scope=read%20write',
    'client_id=CLIENT&scope=openid%20offline_access',
    'grant_type=authorization_code&client_id=rehearsal&client_secret=rehearsal-secret&code=1234&redirect_uri=http%3A%2F%2Flocalhost%2Fcallback&scope=read',
    'post_logout_redirect_uri=http%3A%2F%2Flocalhost%2Fcallback&state=a&id_token_hint=eyJhbGciOiJSUzI1NiJ9.eyJhIjoxfQ.c2ln',
  ].map((text) => text.replace('CLIENT', '1b7d4e90-5c3a-4f21-8b6e-7a9d0e4c2f31')),
  tokens:
    'grant_type= client_credentials authorization_code refresh_token client_id= client_secret= scope= code= redirect_uri= code_verifier= code_challenge= response_type= response_mode= state= nonce= prompt= login_hint= username= password= assertion= client_assertion= resource= claims= & = %20 %2F .default openid offline_access fragment query form_post eyJhbGciOiJub25lIn0.e30. http%3A%2F%2Flocalhost'.split(
      ' ',
    ),
  between: '',
}

const JSON_BODY = (text: string) => JSON.stringify(Object.fromEntries(new URLSearchParams(text)))

/** Where tokens are asked for, in Entra ID and Zendesk, by query, form and JSON. */
export const oauth: Target = {
  name: 'oauth',
  async open() {
    const room = await door()
    const { sandbox } = room
    const entra = `${new URL(sandbox.entra.credentials.tokenUrl).origin}`
    const { tenantId } = sandbox.entra.credentials
    const tenants = [tenantId, tenantId, 'common', 'organizations', 'rehearsal.example', '__proto__', '%00', '..%2f'] as const
    const paths = [
      '/oauth2/v2.0/token',
      '/oauth2/token',
      '/oauth2/v2.0/authorize',
      '/oauth2/authorize',
      '/oauth2/v2.0/devicecode',
      '/oauth2/deviceauth',
      '/oauth2/v2.0/logout',
      '/adminconsent',
    ] as const
    const zendesk = ['/oauth/tokens', '/oauth/authorizations/new', '/api/v2/oauth/tokens.json'] as const
    return {
      input(random) {
        const where = random.next() < 0.7 ? `${entra}/${random.pick(tenants)}${random.pick(paths)}` : sandbox.zendesk.url + random.pick(zendesk)
        return `${random.pick(['GET', 'POST', 'POST'])} ${random.pick(['form', 'form', 'form', 'json'])} ${where} ${mutated(values, random)}`
      },
      run(input) {
        const [, method = '', kind, where = '', text = ''] = /^(\S+) (\S+) (\S+) ([\s\S]*)$/.exec(input) ?? []
        if (method === 'GET') return room.ask(`${where}?${text}`)
        const headers = { ...BASIC, 'content-type': kind === 'json' ? 'application/json' : 'application/x-www-form-urlencoded' }
        if (!where.includes('/api/v2/')) Reflect.deleteProperty(headers, 'authorization')
        return room.ask(where, { method, headers, body: kind === 'json' ? JSON_BODY(text) : text })
      },
      renew: room.renew,
    }
  },
}
