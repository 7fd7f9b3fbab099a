/** What was measured as a share of what was to be reached, a bar each: as SVG that reads on light and on dark. */
export function chart({ load, peers = [], growth, startup, replay, worlds, machine, versions }) {
  const rows = [
    ...(load?.work ?? []).map(({ work, of, ratio, target }) => ({ label: `${work} / ${of}`, value: ratio.toFixed(2), share: ratio / target })),
    ...peers
      .filter(({ ratio, target }) => ratio && target)
      .map(({ peer, work, ratio, target }) => ({ label: `${work} / ${peer}`, value: `${ratio.toFixed(1)} ×`, share: ratio / target })),
    ...(growth?.rows ?? []).map(({ work, ratio, target }) => ({ label: `${work}, 100,000 / 1,000`, value: ratio.toFixed(2), share: ratio / target })),
    ...(startup ? [{ label: 'start-up to the first 200', value: `${startup.first200} ms`, share: startup.target / startup.first200 }] : []),
    ...(replay ? [{ label: 'replay, interactions a second', value: replay.then.perSecond, share: replay.then.perSecond / replay.target }] : []),
    ...(worlds ? [{ label: '5,000 Worlds', value: `${worlds.forked.residentMB} MB`, share: worlds.target / worlds.forked.residentMB }] : []),
  ]
  const [left, unit, step, most] = [290, 180, 26, 2]
  const height = 60 + rows.length * step
  const bars = rows.map(({ label, value, share }, i) => {
    const y = 44 + i * step
    const width = Math.round(Math.min(share, most) * unit)
    return `<text x="${left - 10}" y="${y + 13}" text-anchor="end">${label}</text><rect x="${left}" y="${y}" width="${width}" height="17" rx="2" fill="${share >= 1 ? '#2e7d4f' : '#b3742b'}"/><text x="${left + width + 6}" y="${y + 13}">${value}${share > most ? ' →' : ''}</text>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 ${height}" width="720" height="${height}" font-family="system-ui, sans-serif" font-size="12" fill="#777" role="img" aria-label="Measured figures against their targets">
<text x="10" y="18" font-size="13">crm-rehearsal ${versions['crm-rehearsal']} against its targets · node ${versions.node} · ${machine.cpu}</text>
<line x1="${left + unit}" y1="34" x2="${left + unit}" y2="${height - 8}" stroke="#777" stroke-dasharray="3 3"/><text x="${left + unit}" y="32" text-anchor="middle">target</text>
${bars.join('\n')}
</svg>
`
}
