/** The vendors' own rate limits off: they are imitated, so a load test would measure refusals. All else as a user has it. */
export const unhurried = {
  dynamics: { serviceProtection: { enforced: false } },
  zendesk: { rateLimit: 1_000_000_000, endpointLimits: false },
}
