import { JsonBody, JsonText } from '../core/index.ts'

/** An answer with an access token in it, which need not be looked through for what JSON would escape. */
export class TokenText extends JsonText {
  readonly #told: ToldToken

  /** `before`, `behind`: what is answered beside the token. */
  constructor(before: object, token: string, behind: object = {}) {
    const rest = JSON.stringify(behind)
    super(`${JSON.stringify(before).slice(0, -1)},"access_token":"${token}"${rest === '{}' ? '' : ','}${rest.slice(1)}`)
    this.#told = new ToldToken(before, token, behind)
  }

  override kept(): JsonBody {
    return this.#told
  }
}

/** The same for the journal: the World keeps the token anyway. */
class ToldToken extends JsonBody {
  readonly #before: object
  readonly #token: string
  readonly #behind: object

  constructor(before: object, token: string, behind: object) {
    super()
    this.#before = before
    this.#token = token
    this.#behind = behind
  }

  value(): unknown {
    return { ...this.#before, access_token: this.#token, ...this.#behind }
  }
}
