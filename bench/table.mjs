const mark = (held) => (held ? 'held' : 'MISSED')
const number = (value) => value.toLocaleString('en-US')
const line = (label, ...cells) => `  ${label.padEnd(44)}${cells.map((cell) => String(cell).padStart(13)).join('')}\n`

/** Each part of the results as text. */
export const table = {
  head: ({ seed, versions, machine }) =>
    `\ncrm-rehearsal ${versions['crm-rehearsal']}${versions.commit ? ` (${versions.commit})` : ''} · node ${versions.node} · seed ${seed}\n${machine.cpu} · ${machine.cores} cores · ${number(machine.memoryMB)} MB · ${machine.platform}\n`,
  load: ({ hello, helloMicros, signatures, connections, work }) =>
    [
      `\nOver sockets, signed in, journalled; ${connections} connections, server on one core\n`,
      line('', 'per second', 'p50 ms', 'p99 ms', 'ratio', 'target', '', 'CPU µs', 'by CPU'),
      line('node:http, bare hello', number(hello), '', '', '', '', '', helloMicros ?? ''),
      line('RSA-2048 signatures', number(signatures)),
      ...work.map((row) =>
        line(
          `${row.work} / ${row.of}`,
          number(row.perSecond),
          row.p50,
          row.p99,
          row.ratio.toFixed(2),
          row.target.toFixed(2),
          mark(row.ratio >= row.target),
          row.micros ?? '',
          row.byProcessorTime ?? '',
        ),
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
  growth: ({ sizes, rows }) =>
    [
      '\nWrites among so many records, by turns, in ms\n',
      line('', ...sizes.map(number), 'ratio', 'target', ''),
      ...rows.map(({ work, ms, ratio, target }) => line(work, ...ms.map((one) => one.toFixed(3)), ratio.toFixed(2), target.toFixed(2), mark(ratio >= target))),
    ].join(''),
  peers: (rows) =>
    [
      '\nSide by side with other stand-ins, which show the same record or give a token\n',
      line('', 'ours', 'theirs', 'ratio', 'target', ''),
      ...rows.map(({ peer, version, work, failed, perSecond, peerPerSecond, ratio, target }) =>
        failed
          ? line(`${work} / ${peer} ${version}`, `did not start here: ${failed}`)
          : line(`${work} / ${peer} ${version}`, number(perSecond), number(peerPerSecond), ratio.toFixed(2), target ?? '', target ? mark(ratio >= target) : ''),
      ),
    ].join(''),
  replay: ({ first, then, flat, target, residentTarget }) =>
    [
      '\nReplay in-process, virtual clock, all rules, one thread\n',
      line('', 'interactions', 'per second', 'at best', 'target', '', 'resident MB', ''),
      ...[first, then].map((one) =>
        line(
          'soak',
          number(one.interactions),
          number(one.perSecond),
          number(one.bestPerSecond),
          number(target),
          mark(one.perSecond >= target),
          one.residentMB,
          mark(one.residentMB < residentTarget),
        ),
      ),
      line('rate of the second over the first', flat),
    ].join(''),
  startup: ({ ready, first200, best200, target, residentMB, residentTarget, firstContact, residentPlantedMB }) =>
    [
      '\nStart-up of the built command, 1,000 contacts\n',
      line('', 'measured', 'target', ''),
      line('line of JSON, ms', ready),
      line(`first 200, ms (best ${best200})`, first200, target, mark(first200 < target)),
      line('signed in and a contact read, ms', firstContact),
      ...(residentMB === null
        ? []
        : [
            line('resident at the first 200, MB', residentMB, residentTarget, mark(residentMB < residentTarget)),
            line('resident with all 1,000 contacts, MB', residentPlantedMB, residentTarget, mark(residentPlantedMB < residentTarget)),
          ]),
    ].join(''),
  worlds: ({ worlds, records, forkMicroseconds, forked, written, target }) =>
    [
      `\n${number(worlds)} Worlds forked from ${number(records)} records (${forkMicroseconds} µs each)\n`,
      line('', 'heap MB', 'resident MB', 'target', ''),
      line('forked', forked.heapMB, forked.residentMB, target, mark(forked.residentMB < target)),
      line('and each written to once', written.heapMB, written.residentMB),
    ].join(''),
}
