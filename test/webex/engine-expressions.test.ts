import fc from 'fast-check'
import { expect, test } from 'vitest'
import { render, type Scope, worthOf } from '../../harness/webex/expressions/evaluate.ts'
import { ExpressionError, type Value } from '../../harness/webex/expressions/value.ts'
import { expectSoon } from '../soon.ts'

const values: Record<string, Value> = {
  Name: 'Ada',
  ANI: '+493012345',
  Empty: '',
  Nothing: null,
  Count: 3,
  Known: true,
  NewPhoneContact: { ANI: '+14806754110', DNIS: '+1800' },
  Answer: { value: [{ id: 7 }, { id: 8 }], total: 2 },
}
const scope: Scope = {
  lookup: (name) => (Object.hasOwn(values, name) ? (values[name] as Value) : undefined),
  names: () => Object.keys(values),
  now: Date.parse('2026-03-29T00:30:00.250Z'),
}
const say = (source: string) => render(source, scope)

test.each([
  ['Hello, {{Name}} !', 'Hello, Ada !'],
  ['{{NewPhoneContact.ANI | replace({"+":""})}}', '14806754110'],
  ['{{ NewPhoneContact.ANI | replace({"+1":""}) }}', '4806754110'],
  ['{{ANI | replace({"+":"00", "30":"x"})}}', '0049x12345'],
  ['{{"(" + (ANI | slice(3,5)) + ")" + " " + (ANI | slice(5,10)) }}', '(30) 12345'],
  ['{{ Count == 3 }}', 'true'],
  ['{{ Count == "3" }}', 'false'],
  ['{{ Name != "Ada" }}', 'false'],
  ['{{ Name equals "Ada" and not (Count > 5) }}', 'true'],
  ['{{ Count >= 3 or Missing }}', 'true'],
  ['{{ Known ? "yes" : "no" }}', 'yes'],
  ['{{ Empty is empty }}{{ Nothing is null }}{{ Name is not empty }}', 'truetruetrue'],
  ['{{ Nothing | default("none") }}{{ Empty | default("-") }}{{ Name | default("x") }}', 'none-Ada'],
  ['{{ Nothing }}', ''],
  ['{{ Count + 1 }} {{ Count * 2 - 1 }} {{ -Count % 2 }} {{ Count / 2 }} {{ -Count / 2 }} {{ Count / 2.5 }}', '4 5 -1 1 -1 1.2'],
  ['{{ "n" ~ Count ~ Name }}', 'n3Ada'],
  ['{{ ["a","b"][""] }}{{ ["a","b"][Nothing] }}{{ ["a","b"]["1"] }}', 'b'],
  ['{{ Answer.value[1].id }} {{ Answer["total"] }} {{ Answer.value | length }} {{ Answer.none.deeper }}', '8 2 2 '],
  ['{{ Name | upper | lower | capitalize }} {{ "a b" | title }} {{ " x " | trim }}', 'Ada A B x'],
  ['{{ "a,b,c" | split(",") | join("-") }} {{ ["b","a"] | sort | first }} {{ "abc" | last }}', 'a-b-c a c'],
  ['{{ "+49 30&x" | urlencode }}', '%2B49+30%26x'],
  ['{{ "Grüße" | base64encode | base64decode }}', 'Grüße'],
  ['{{ "abcdefgh" | abbreviate(6) }} {{ max(1, 5, 2) }} {{ min(4, 2) }} {{ Name contains "d" }}', 'abc... 5 2 true'],
  ['{{ "abcdef" | abbreviate(6) }} {{ "abcdefg" | abbreviate(6) }}', 'abcdef abc...'],
  ['{{ now() | replace({"[UTC]": ""}) }}', '2026-03-29T00:30:00.250Z'],
  ['{{ now() | date("yyyy-MM-dd HH:mm:ss", existingFormat="yyyy-MM-dd\'T\'HH:mm:ss.SSS\'Z\'", timeZone="Europe/Berlin") }}', '2026-03-29 01:30:00'],
  ['{{ "2026-03-29T01:30:00Z" | date("HH:mm XXX", timeZone="Europe/Berlin") }}', '03:30 +02:00'],
  ['{{ "20.11.2026" | date("EEE, d MMM yyyy", existingFormat="dd.MM.yyyy") }}', 'Fri, 20 Nov 2026'],
  ['{{ "2026-01-01T00:05:00Z" | date("h:mm a, EEEE MMMM") }}', '12:05 AM, Thursday January'],
  ['{{ Name + Nothing }} {{ Name ~ Nothing }} {{ Name | slice(3) }} {{ Nothing contains "a" }}', 'Adanull Ada  false'],
  ['a {{ {"}}": "b"} | length }} c', 'a 1 c'],
  ['{"ticket": {"comment": {"body": "{{Name}}"}}}', '{"ticket": {"comment": {"body": "Ada"}}}'],
])('%s is %s', (source, text) => expect(say(source)).toBe(text))

test('an expression alone keeps its type; with text around it, it is text', () => {
  expect(worthOf(' {{ Count }} ', scope)).toBe(3)
  expect(worthOf('{{Known}}', scope)).toBe(true)
  expect(worthOf('{{ Count }}x', scope)).toBe('3x')
  expect(worthOf('Existing', scope)).toBe('Existing')
  expect(worthOf('{{ Answer.value }}', scope)).toEqual([{ id: 7 }, { id: 8 }])
})

test.each([
  ['{{ Name | uper }}', 'The filter "uper" is not imitated. Did you mean "upper"?', 11],
  ['{{ nouw() }}', 'The function "nouw" is not imitated. Did you mean "now"?', 4],
  ['{{ Name is blank }}', 'The test "blank" is not imitated.', 9],
  ['{{ Nmae }}', 'There is no variable "Nmae". Did you mean "Name"?', 4],
  ['q={{[Name}}', 'Expected "]", found the end.', 10],
  ['{{ Name', 'The expression that begins with {{ does not end with }}.', 1],
  ['{{ "a }}', 'The expression that begins with {{ does not end with }}.', 1],
  ['{{ }}', 'There is no expression between the braces.', 4],
  ['{{ Name == }}', 'Expected a value, found the end.', 12],
  ['{{ Name & Name }}', '"&" has no meaning in an expression.', 9],
  ['{{ Name > Count }}', 'the text "Ada" and the number 3 have no order.', 9],
  ['{{ Name - 1 }}', 'A sum needs numbers; this is the text "Ada".', 9],
  ['{{ Count / 0 }}', 'A division by zero.', 10],
  ['{{ Name ? 1 : 2 }}', 'A condition needs true or false; this is the text "Ada".', 4],
  ['{{ not Known and Known }}', '"not ... and ..." can be read in two ways; put brackets around what is negated.', 4],
  ['{{ Name | replace("a") }}', 'replace needs a map, such as {"+":""}.', 11],
  ['{{ Name | slice(2, 1) }}', 'slice(2, 1) has nothing between its start and its end.', 11],
  ['{{ Name | slice(1, 4) }}', 'slice(1, 4) ends past what is there: 3 characters.', 11],
  ['{{ now() | date("HH", timezone="UTC") }}', 'date has no argument "timezone". Did you mean "timeZone"?', 12],
  ['{{ now() | date("HH", timeZone="UTC", timeZone="UTC") }}', 'The argument "timeZone" is given twice.', 39],
  ['{{ Name | upper(1) }}', 'upper takes no arguments.', 11],
  ['{{ now(1) }}', 'now takes no arguments.', 4],
  ['{{ Name is even }}', '"even" needs a number; this is the text "Ada".', 9],
  ['{{ Count contains 3 }}', '"contains" looks for something in a text, a list or a map; this is the number 3.', 10],
  ['{# a comment #}', 'Tags ({% ... %}) and comments ({# ... #}) are not imitated', 1],
  ['{{ Name | split("a|b") }}', 'split by a regular expression ("a|b") is not imitated; split by plain text.', 11],
  ['{{ "x" | date("yyyy") }}', '"x" is no date.', 10],
  ['{{ now() | date("QQ") }}', 'The date pattern\'s "QQ" is not imitated.', 12],
  ['{{ now() | date("yyyy", timeZone="Mars/Base") }}', 'There is no time zone "Mars/Base".', 12],
  ['{% if x %}', 'Tags ({% ... %}) and comments ({# ... #}) are not imitated; use an expression, {{ ... }}.', 1],
])('%s is refused: %s', (source, message, character) => {
  let refused: unknown
  try {
    say(source)
  } catch (error) {
    refused = error
  }
  expect(refused).toBeInstanceOf(ExpressionError)
  expect((refused as Error).message).toContain(message)
  expect((refused as ExpressionError).at + 1).toBe(character)
})

test('a text that is no template is itself, whatever it holds', () => {
  fc.assert(
    fc.property(
      fc.string().filter((text) => !['{{', '{%', '{#'].some((mark) => text.includes(mark))),
      (text) => {
        expect(say(text)).toBe(text)
      },
    ),
  )
})

test('whatever stands between braces is worked out or refused with its place, and nothing else happens', () => {
  const piece = fc.constantFrom(
    'Name',
    'Count',
    'Answer',
    '"x"',
    '1',
    '|',
    'upper',
    'replace',
    '(',
    ')',
    '{',
    '}',
    '[',
    ']',
    '+',
    '==',
    'and',
    'not',
    'is',
    'empty',
    '?',
    ':',
    ',',
    '.',
    '-',
    '{{',
    '}}',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      try {
        expect(typeof say(`{{ ${pieces.join(' ')} }}`)).toBe('string')
      } catch (error) {
        expect(error).toBeInstanceOf(ExpressionError)
      }
    }),
    { numRuns: 300 },
  )
})

test.each([
  ['doubling', `{{ "xxxxxxxxxx"${' | replace({"x":"xxxxxxxxxx"})'.repeat(30)} }}`],
  ['nesting', `{{ ${'('.repeat(40_000)}1${')'.repeat(40_000)} }}`],
  ['negation', `{{ ${'not '.repeat(20_000)}true }}`],
  ['choices', `{{ ${'true ? 1 : '.repeat(9_000)}1 }}`],
  ['filters in a row', `{{ "x"${' | upper'.repeat(10_000)} }}`],
  ['lists compared', `{{ ${Array.from({ length: 3000 }, () => '(Big == Big)').join(' and ')} }}`],
  ['lists sorted', `{{ Long | split(",") | sort | rsort | sort | rsort | sort | join(",") }}`.repeat(20)],
  ['many expressions', '{{ 1 }}'.repeat(14_000)],
  ['what looks like a comment in quotes', '{{ "{#" }}'.repeat(9000)],
  ['a very long text', 'x'.repeat(200_000)],
])('%s ends soon', async (_, source) => {
  const large: Record<string, Value> = { Big: Array.from({ length: 50_000 }, (__, i) => i), Long: 'a,'.repeat(100_000) }
  await expectSoon(() => {
    try {
      render(source, { ...scope, lookup: (name) => large[name] ?? scope.lookup(name) })
    } catch (error) {
      expect(error).toBeInstanceOf(ExpressionError)
    }
  })
})
