import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js'

/** A text as a telephone number, and the forms in which it is looked for. */
interface Number {
  /** E.164; undefined where it is no telephone number. */
  normal: string | undefined
  forms: readonly string[]
}

/** Who called once calls again, and each row that a search finds is compared with who called. */
const numbers = new Map<string, Number>()
const MOST_NUMBERS = 2000

function numberOf(text: string, region: CountryCode | undefined): Number {
  const key = `${region ?? ''} ${text}`
  const known = numbers.get(key)
  if (known) return known
  if (numbers.size >= MOST_NUMBERS) numbers.clear()
  const made = read(text, region)
  numbers.set(key, made)
  return made
}

function read(text: string, region: CountryCode | undefined): Number {
  const number = parse(text, region)
  const digits = text.replace(/\D/g, '')
  if (!number) return { normal: undefined, forms: digits.length >= 3 ? [...new Set([text.trim(), digits])] : [] }
  const national = number.formatNational()
  const forms = [number.number, number.formatInternational(), number.number.slice(1), national, national.replace(/\D/g, ''), text.trim()]
  return { normal: number.number, forms: [...new Set(forms)] }
}

/**
 * The ways in which people and programs write one number, most exact first. CRMs compare telephone numbers as text, so a
 * search asks for each of them. Empty when it is no telephone number (`anonymous`).
 */
export const phoneForms = (text: string, region?: CountryCode): readonly string[] => numberOf(text, region).forms

/** E.164 where it is a number, else the text. */
export const normalPhone = (text: string, region?: CountryCode): string => numberOf(text, region).normal ?? text.trim()

/** Telephony often leaves the `+` out of an international number. */
const parse = (text: string, region?: CountryCode) => {
  const as = (candidate: string) => {
    const number = parsePhoneNumberFromString(candidate, region)
    return number?.isPossible() ? number : undefined
  }
  return as(text) ?? (region || /[a-z]/i.test(text) ? undefined : as(`+${text.replace(/\D/g, '')}`))
}
