import { InputError } from '../errors.ts'

/** Settings by provider, and one for all others where it is given without a name. */
export interface ByProvider {
  readonly named: ReadonlyMap<string, number>
  readonly others: number | undefined
}

export function settingOf(settings: ByProvider, provider: string, usual: number): number {
  return settings.named.get(provider) ?? settings.others ?? usual
}

const MILLISECONDS = { s: 1_000, min: 60_000, h: 3_600_000 } as const

/**
 * Calls under way at once: `groq=4,ollama=1`, or `8` for every provider.
 *
 * @throws {InputError} saying how to write it
 */
export function parseConcurrency(text: string): ByProvider {
  return parseSettings(text, (value) => {
    if (/^[1-9]\d{0,3}$/.test(value)) return Number(value)
    throw new InputError('Give how many calls may be under way at once, such as groq=4 or 8.')
  })
}

/**
 * Rates as least milliseconds from call to call: `groq=30/min,cohere=2/s`, or `100/h` for every provider.
 *
 * @throws {InputError} saying how to write it
 */
export function parseRate(text: string): ByProvider {
  return parseSettings(text, (value) => {
    const [, calls = '0', per] = /^(\d+(?:\.\d+)?)\/(s|min|h)$/.exec(value) ?? []
    if ((per === 's' || per === 'min' || per === 'h') && Number(calls) > 0)
      return MILLISECONDS[per] / Number(calls)
    throw new InputError('Give calls per second, minute or hour, such as groq=30/min or 2/s.')
  })
}

function parseSettings(text: string, parse: (value: string) => number): ByProvider {
  const named = new Map<string, number>()
  let others: number | undefined
  for (const part of text.split(',')) {
    const [, provider, value = ''] = /^(?:([a-z]+)=)?(.*)$/.exec(part.trim()) ?? []
    if (provider === undefined) others = parse(value)
    else named.set(provider, parse(value))
  }
  return { named, others }
}
