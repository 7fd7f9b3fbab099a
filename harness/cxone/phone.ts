import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js'

/**
 * The ways in which people and programs write one number, most exact first. CRMs compare telephone numbers as text, so a
 * search asks for each of them. Empty when it is no telephone number (`anonymous`).
 */
export function phoneForms(text: string, region?: CountryCode): string[] {
  const number = parse(text, region)
  const digits = text.replace(/\D/g, '')
  if (!number) return digits.length >= 3 ? [...new Set([text.trim(), digits])] : []
  const national = number.formatNational()
  return [...new Set([number.number, number.formatInternational(), number.number.slice(1), national, national.replace(/\D/g, ''), text.trim()])]
}

/** E.164 where it is a number, else the text. */
export const normalPhone = (text: string, region?: CountryCode): string => parse(text, region)?.number ?? text.trim()

/** Telephony often leaves the `+` out of an international number. */
const parse = (text: string, region?: CountryCode) => {
  const as = (candidate: string) => {
    const number = parsePhoneNumberFromString(candidate, region)
    return number?.isPossible() ? number : undefined
  }
  return as(text) ?? (region || /[a-z]/i.test(text) ? undefined : as(`+${text.replace(/\D/g, '')}`))
}
