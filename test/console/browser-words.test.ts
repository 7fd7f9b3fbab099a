import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { freshFindings } from '../../harness/console/web/findings/fresh.ts'
import { bodyText } from '../../harness/console/web/hood/body.ts'
import { curlOf, reachable } from '../../harness/console/web/hood/curl.ts'
import { catalogues, languageFor, languages } from '../../harness/console/web/i18n/catalogues.ts'
import { fromHere } from '../../harness/console/web/state/here.ts'
import { faultNames } from '../../harness/fault-plans.ts'
import { STYLE } from '../../harness/report/html/style.ts'
import { verbNames } from '../../harness/scenario/verbs/index.ts'

describe('the words of the console', () => {
  it('are those of CXone’s own pages, in each language', () => {
    const terms = Object.fromEntries(
      languages.map((language) => {
        const { card, desk, help } = catalogues[language]
        return [language, [card.title, card.current, card.related, help.glossary[0]?.[0], card.dynamicData, desk.phases['After Call Work']]]
      }),
    )
    expect(terms).toEqual({
      en: ['Customer card', 'Current Interaction', 'Related Interactions', 'Data memorialization', 'Dynamic data', 'After-call work'],
      nl: ['Klantenkaart', 'Huidige interactie', 'Gerelateerde interacties', 'Gegevensherinnering', 'Dynamische gegevens', 'Nawerk'],
      de: ['Kundenkarte', 'Aktuelle Interaktion', 'Verwandte Interaktionen', 'Datenerinnerung', 'Dynamische Daten', 'Nachbearbeitung'],
      fr: ['Carte client', 'Interaction en cours', 'Interactions associées', 'Mémorialisation des données', 'Données dynamiques', 'Travail après appel'],
      ja: ['顧客カード', '現在のインタラクション', '関連インタラクション', 'データメモリアル化', 'ダイナミックデータ', '後処理'],
    })
  })

  it.each(languages)('name every verb of the scenarios and every fault: %s', (language) => {
    const { verbs, faults } = catalogues[language]
    expect(Object.keys(verbs).sort()).toEqual([...verbNames].sort())
    expect(Object.keys(faults).sort()).toEqual([...faultNames].sort())
    expect(Object.values({ ...verbs, ...faults }).filter((text) => text.trim() === '')).toEqual([])
  })

  it.each(languages)('say that something is withheld otherwise than that somebody is on hold or waits: %s', (language) => {
    const { crm, desk, verbs } = catalogues[language]
    expect([desk.phases.Holding, verbs['agent.holds'], desk.statuses.pending]).not.toContain(crm.withheld)
  })

  it('are in the first language of the browser that there is, whatever the country', () => {
    expect([languageFor(['sv-SE', 'de-AT', 'en']), languageFor(['ja']), languageFor(['zh-CN']), languageFor([])]).toEqual(['de', 'ja', 'en', 'en'])
  })
})

describe('the look of the console', () => {
  it('has the colours of the report', () => {
    const colours = (css: string) => Object.fromEntries([...css.matchAll(/(--[a-z-]+): (light-dark\(#\w+, #\w+\))/g)].map(([, name, value]) => [name, value]))
    const report = colours(STYLE)
    expect(Object.keys(report).length).toBeGreaterThan(10)
    expect(colours(readFileSync(new URL('../../harness/console/web/style/tokens.css', import.meta.url), 'utf8'))).toMatchObject(report)
  })
})

describe('what a screen reader is told', () => {
  it('is the finding that is new, wherever it stands among those before it', () => {
    const finding = (rule: string) => ({ rule, at: 1, happened: 'x', rules: [], says: rule, expected: '', exchanges: [] })
    const [first, second, third] = [finding('a'), finding('b'), finding('c')]
    expect(freshFindings({ findings: [first, third] }, { findings: [first, second, third] })).toEqual([second])
    expect(freshFindings({ findings: [first] }, { findings: [first, second] })).toEqual([second])
    expect(freshFindings({ findings: [first] }, { findings: [] })).toEqual([])
  })
})

describe('an exchange as a command', () => {
  it('can be pasted into a shell, whatever is in it, and names the secret it leaves out', () => {
    const request = {
      method: 'PATCH',
      url: "http://localhost:4402/api/data/v9.2/contacts(1)?$filter=name eq 'O''Hara'",
      headers: { host: 'localhost:4402', authorization: 'Bearer [redacted]', 'if-match': '*', 'x-note': "it's $HOME `id`", 'x-key': '$(id) `id` "[redacted]' },
      body: { description: 'it\'s $(id) "quoted"' },
    }
    const command = curlOf({ request })
    const words = execFileSync('sh', ['-c', command.replace(/^curl/, "TOKEN=secret; printf '%s\\n'")], { encoding: 'utf8' }).split('\n')
    expect(words).toEqual([
      '-X',
      'PATCH',
      request.url,
      '-H',
      'authorization: Bearer secret',
      '-H',
      'if-match: *',
      '-H',
      `x-note: ${request.headers['x-note']}`,
      '-H',
      'x-key: $(id) `id` "secret',
      '--data-raw',
      JSON.stringify(request.body),
      '',
    ])
  })

  it('leaves to the shell a body of which the journal has the beginning only', () => {
    const request = { method: 'POST', url: 'http://localhost:4402/', headers: {}, body: `${'x'.repeat(20)} [cut: 20000 characters]` }
    expect(curlOf({ request })).toMatch(/ {2}--data-raw "\$BODY"$/)
  })

  it('leaves a form’s secret to the shell, and brackets of an address to the server', () => {
    const form = {
      method: 'POST',
      url: 'http://localhost:4403/oauth/tokens?page[size]=1',
      headers: {},
      body: 'client_id=1&client_secret=[redacted]&note=$HOME',
    }
    expect(curlOf({ request: form })).toBe(`curl -g \\\n  -X POST \\\n  '${form.url}' \\\n  --data-raw "client_id=1&client_secret=$SECRET&note=\\$HOME"`)
  })

  it('asks where the stand-in listens what the integration asked of the vendor’s host, in the same World', () => {
    const origins = ['https://rehearsal.crm.dynamics.com', 'http://localhost:4402']
    const asked = 'https://rehearsal.crm.dynamics.com/api/data/v9.2/contacts?$top=1'
    expect([reachable(asked, origins, undefined), reachable(asked, origins, 'class-07')]).toEqual([
      'http://localhost:4402/api/data/v9.2/contacts?$top=1',
      'http://localhost:4402/w/class-07/api/data/v9.2/contacts?$top=1',
    ])
    const overSocket = 'http://127.0.0.1:4402/w/class-07/api/data/v9.2/contacts'
    expect([reachable(overSocket, origins, 'class-07'), reachable(asked, origins.slice(0, 1), undefined)]).toEqual([overSocket, asked])
  })

  it('is reached from another machine where the console is', () => {
    const page = 'http://localhost:4402/w/class-07/main.aspx?etn=contact'
    expect([
      fromHere(page, 'localhost'),
      fromHere(page, '192.0.2.7'),
      fromHere('https://contoso.crm.dynamics.com/', '192.0.2.7'),
      fromHere('', '192.0.2.7'),
    ]).toEqual([page, 'http://192.0.2.7:4402/w/class-07/main.aspx?etn=contact', 'https://contoso.crm.dynamics.com/', ''])
  })

  it('shows JSON laid out, a form line by line and any other text as it is', () => {
    expect(bodyText('{"a":1}')).toBe('{\n  "a": 1\n}')
    expect(bodyText({ a: [1] })).toBe('{\n  "a": [\n    1\n  ]\n}')
    expect(bodyText('grant_type=client_credentials&client_id=1')).toBe('grant_type=client_credentials\nclient_id=1')
    expect(bodyText('plain text, with = in it')).toBe('plain text, with = in it')
    expect([bodyText(undefined), bodyText('')]).toEqual(['', ''])
  })
})
