const sorted = (values) => [...values].sort((a, b) => a - b)
export const quantile = (values, share) => sorted(values)[Math.min(values.length - 1, Math.floor(values.length * share))]
export const median = (values) => quantile(values, 0.5)
export const round = (value, digits = 2) => Number(value.toFixed(digits))
export const megabytes = (bytes) => round(bytes / 2 ** 20, 1)
