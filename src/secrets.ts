import type { Config } from './config.ts'

/** Everything of the configuration that must never be shown: tokens, keys, and the passwords in URLs. */
export function secretsOf(config: Config): readonly string[] {
  const named = Object.entries(config).flatMap(([name, value]) =>
    /(?:token|key|secret)s?(?:before)?$/i.test(name)
      ? [value].flat().filter((one) => typeof one === 'string')
      : [],
  )
  const urls = Object.values(config).flatMap((value) => {
    const url = typeof value === 'string' && value.includes('://') ? URL.parse(value) : null
    return url ? [url.password, decodedOrNothing(url.password)] : []
  })
  return [...new Set([...named, ...urls])].filter((secret) => secret !== '')
}

function decodedOrNothing(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
