// Runs Pact's own verifier in a process of its own: its library is native and writes to standard output as it likes.
// A job comes as a message; the answer is { results } (the verifier's JSON), { failed } or { missing }.
process.once('message', async (options) => {
  const answer = await verify(options).catch((error) => ({ failed: String(error?.message ?? error) }))
  process.send(answer, () => process.disconnect())
})

async function verify(options) {
  let core
  try {
    core = await import('@pact-foundation/pact-core')
  } catch (error) {
    return { missing: String(error?.message ?? error) }
  }
  const { Verifier } = core.default
  try {
    return { results: await new Verifier(options).verify() }
  } catch (error) {
    // A verification that failed is told as an error whose message is the same JSON.
    return error?.message?.startsWith('{') ? { results: error.message } : { failed: String(error?.message ?? error) }
  }
}
