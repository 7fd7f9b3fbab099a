import type { Remark } from '../documents/open-yaml.ts'
import type { CrmConfiguration } from './schema.ts'

/** R006, R010, R012, R013, R014, R016, R017: names, and addresses that go up to and including `.com`. */
export function checkAuthentication(configuration: CrmConfiguration): Remark[] {
  const remarks: Remark[] = []
  const blank = (value: string, path: string[]) => {
    if (value.trim() === '')
      remarks.push({
        path,
        rule: 'R010',
        severity: 'error',
        message: `"${path.join('.')}" is blank.`,
        mend: `Give the ${path.length > 1 ? 'authentication' : 'configuration'} a name.`,
      })
  }
  const address = (value: string | undefined, path: string[], rule: string, example: string) => {
    const wrong = value === undefined ? undefined : addressProblem(value)
    if (wrong)
      remarks.push({
        path,
        rule,
        severity: 'error',
        message: `"${value}" ${wrong}`,
        mend: `Write only the part up to and including .com: ${upToCom(value ?? '') ?? example}`,
      })
  }
  blank(configuration.name, ['name'])
  blank(configuration.authentication.name, ['authentication', 'name'])
  if (configuration.integrationType === 'Zendesk') {
    address(configuration.authentication.subdomain, ['authentication', 'subdomain'], 'R014', 'https://ven12345.zendesk.com')
    address(configuration.external_screenpop_domain_zen, ['external_screenpop_domain_zen'], 'R017', 'https://ven12345.zendesk.com')
  } else {
    const example = 'https://ven12345.crm.dynamics.com'
    address(configuration.authentication.url, ['authentication', 'url'], 'R013', example)
    remarks.push(...checkScope(configuration.authentication.url, configuration.authentication.scope))
    address(configuration.external_screenpop_domain_md, ['external_screenpop_domain_md'], 'R016', example)
    remarks.push(...checkPops(configuration.authentication.url, configuration.external_screenpop_domain_md))
  }
  if (configuration.systemUser && !configuration.systemUser.dedicated) {
    const message = `The system user "${configuration.systemUser.name}" is a person's own account: when it is disabled or deleted, the configuration goes with it (R005).`
    remarks.push({ path: ['systemUser', 'dedicated'], rule: 'R006', severity: 'warning', message, mend: 'Make a user for the configuration alone.' })
  }
  return remarks
}

/** R016: screen pops begin with the URL of the organisation that the configuration works with. A local stand-in has no such URL. */
function checkPops(url: string, domain: string): Remark[] {
  const [own, other] = [upToCom(url), upToCom(domain)]
  if (own === undefined || other === undefined || own === other || `${url}${domain}`.includes('${')) return []
  const message = `Screen pops open ${other}, and the records are in ${own}.`
  return [{ path: ['external_screenpop_domain_md'], rule: 'R016', severity: 'warning', message, mend: `Write ${own}` }]
}

/** R012: Entra gives an application a token for what the scope names, so it must be the CRM's own address. */
function checkScope(url: string, scope: string): Remark[] {
  const wanted = `${(upToCom(url) ?? url).replace(/\/+$/, '')}/.default`
  if (scope.replace(/\/+\.default$/, '/.default') === wanted || `${url}${scope}`.includes('${')) return []
  const message = `The scope "${scope}" is not that of ${upToCom(url) ?? url}: the CRM would refuse the token.`
  return [{ path: ['authentication', 'scope'], rule: 'R012', severity: 'error', message, mend: `Write ${wanted}` }]
}

/** The part of an address that is wanted, where it has one. */
function upToCom(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url?.hostname.endsWith('.com') ? `https://${url.hostname}` : undefined
}

/** What is wrong with an address; undefined when it is right. A `${NAME}` is right until it has a value. A local stand-in may have any port and path. */
function addressProblem(text: string): string | undefined {
  if (text.includes('${')) return undefined
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url) return 'is not a URL.'
  const local = url.hostname === 'localhost' || url.hostname === '127.0.0.1' || url.hostname === '[::1]'
  if (local) return url.protocol === 'http:' || url.protocol === 'https:' ? undefined : 'is not an http address.'
  if (url.protocol !== 'https:') return 'does not start with https://.'
  if (!url.hostname.endsWith('.com')) return 'does not end in .com.'
  if (url.username || url.password || url.port) return 'has more than a host name.'
  return url.pathname === '/' && !url.search && !url.hash ? undefined : 'goes on after .com.'
}
