import { organization } from './organization.ts'

const t0 = performance.now()
const crm = organization({ seed: { generate: { contacts: 100_000 } }, settings: { serviceProtection: { enforced: false } } })
console.log('planted', Math.round(performance.now() - t0), Math.round(process.memoryUsage().heapUsed / 1e6), 'MB')
const time = async (name: string, path: string, times: number) => {
  const took: number[] = []
  for (let i = 0; i < times; i++) {
    const f = performance.now()
    const a = await crm.get(path)
    took.push(performance.now() - f)
    if (a.status !== 200) console.log(a.body)
  }
  took.sort((a, b) => a - b)
  console.log(name.padEnd(50), 'p50', took[times >> 1]!.toFixed(2), 'max', took.at(-1)!.toFixed(2))
}
const c = (await crm.get('contacts?$top=1')).body.value[0]
await time('id', `contacts(${c.contactid})`, 200)
await time('phone eq', `contacts?$filter=telephone1 eq '${encodeURIComponent(c.telephone1)}'`, 200)
await time('contains fullname none', `contacts?$filter=contains(fullname,'qzx')`, 20)
await time('contains phone none', `contacts?$filter=contains(telephone1,'5559999')`, 20)
await time('contains phone one', `contacts?$filter=contains(telephone1,'${c.telephone1.slice(-9)}')&$select=fullname,telephone1,contactid`, 20)
await time('contains many orderby', `contacts?$filter=contains(fullname,'an')&$orderby=fullname&$top=10`, 10)
await time('startswith', `contacts?$filter=startswith(lastname,'Mc')&$top=10`, 10)
await time('eq not indexed', `contacts?$filter=jobtitle eq 'Nobody'`, 10)
await time('cisco phone `contains` + count', `contacts/$count`, 5)
console.log(Math.round(process.memoryUsage().heapUsed / 1e6), 'MB')
