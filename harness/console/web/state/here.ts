const THIS_MACHINE = ['localhost', '127.0.0.1', '[::1]']

/** An address of a stand-in for a browser that reached the console at `host`: it listens where the console does, and calls that `localhost`. */
export function fromHere(url: string, host: string): string {
  if (THIS_MACHINE.includes(host) || !URL.canParse(url)) return url
  const at = new URL(url)
  if (!THIS_MACHINE.includes(at.hostname)) return url
  at.hostname = host
  return at.href
}
