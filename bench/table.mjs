const mark = (held) => (held ? 'held' : 'MISSED')
const number = (value) => value.toLocaleString('en-US')
const line = (label, ...cells) => `  ${label.padEnd(44)}${cells.map((cell) => String(cell).padStart(13)).join('')}\n`

/** Each part of the results as text. */
export const table = {
  head: ({ seed, versions, machine }) =>
    `\ncrm-rehearsal ${versions['crm-rehearsal']}${versions.commit ? ` (${versions.commit})` : ''} · node ${versions.node} · seed ${seed}\n${machine.cpu} · ${machine.cores} cores · ${number(machine.memoryMB)} MB · ${machine.platform}\n`,
  load: ({ hello, signatures, connections, work }) =>
    [
      `\nOver sockets, signed in, journalled; ${connections} connections, server on one core\n`,
      line('', 'per second', 'p50 ms', 'p99 ms', 'ratio', 'target', ''),
      line('node:http, bare hello', number(hello)),
      line('RSA-2048 signatures', number(signatures)),
      ...work.map((row) =>
        line(`${row.work} / ${row.of}`, number(row.perSecond), row.p50, row.p99, row.ratio.toFixed(2), row.target.toFixed(2), mark(row.ratio >= row.target)),
      ),
    ].join(''),
  calls: (sizes) =>
    sizes
      .map(({ records, plantedIn, rows }) =>
        [
          `\nIn-process, ${number(records)} people and cases in each CRM (planted in ${number(plantedIn)} ms)\n`,
          line('', 'p50 ms', 'p99 ms', 'budget', ''),
          ...rows.map((row) => line(row.work, row.p50.toFixed(3), row.p99.toFixed(3), row.budget ?? '', row.budget === null ? '' : mark(row.p50 < row.budget))),
        ].join(''),
      )
      .join(''),
  startup: ({ ready, first200, best200, target, residentMB, residentTarget }) =>
    [
      '\nStart-up of the built command, 1,000 contacts\n',
      line('', 'measured', 'target', ''),
      line('line of JSON, ms', ready),
      line(`first 200, ms (best ${best200})`, first200, target, mark(first200 < target)),
      ...(residentMB === null ? [] : [line('resident, MB', residentMB, residentTarget, mark(residentMB < residentTarget))]),
    ].join(''),
  worlds: ({ worlds, records, forkMicroseconds, forked, written, target }) =>
    [
      `\n${number(worlds)} Worlds forked from ${number(records)} records (${forkMicroseconds} µs each)\n`,
      line('', 'heap MB', 'resident MB', 'target', ''),
      line('forked', forked.heapMB, forked.residentMB, target, mark(forked.residentMB < target)),
      line('and each written to once', written.heapMB, written.residentMB),
    ].join(''),
}
