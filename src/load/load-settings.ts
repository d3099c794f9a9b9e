import { limitOf } from './limit-values.ts'
import type { Limits } from './limits.ts'
import type { Bounds } from './room.ts'

/** What operators set of load. */
export interface LoadSettings {
  /** Calls under way at once, at most, by provider; `otherwise` for those that are not named. */
  readonly callsAtOnce: { readonly otherwise: number; readonly of: Readonly<Record<string, number>> }
  /** How many requests may wait at once. */
  readonly queue: Bounds
  readonly limits: Limits
}

/** So many calls a hosted provider carries for most keys; one that carries less says so, and is heard. */
const HOSTED_AT_ONCE = 256

/** What one machine carries; Ollama queues more inside, where nobody sees it, until they run out of time. */
const OLLAMA_AT_ONCE = 4

/** Wide enough that a team of 50 never meets them. */
export const DEFAULT_LOAD: LoadSettings = {
  callsAtOnce: { otherwise: HOSTED_AT_ONCE, of: { ollama: OLLAMA_AT_ONCE } },
  queue: { channel: 100, workspace: 1_000, process: 20_000 },
  limits: { person: 20, workspace: 600, tokens: 20_000_000 },
}

/** Without limits of what may be asked: for the operator's own commands, which nobody shares. */
export const WITHOUT_LIMITS: LoadSettings = {
  ...DEFAULT_LOAD,
  limits: { person: undefined, workspace: undefined, tokens: undefined },
}

/** What was set, each checked by itself. */
export interface GivenLoad {
  readonly callsAtOnce: LoadSettings['callsAtOnce'] | undefined
  readonly queuePerChannel: number | undefined
  readonly queuePerWorkspace: number | undefined
  readonly queuePerProcess: number | undefined
  readonly requestsPerPerson: string | undefined
  readonly requestsPerWorkspace: string | undefined
  readonly tokensPerWorkspace: string | undefined
}

export function loadSettings(given: GivenLoad): LoadSettings {
  const { callsAtOnce, queue, limits } = DEFAULT_LOAD
  const limit = (value: string | undefined, otherwise: number | undefined) =>
    value === undefined ? otherwise : limitOf(value)
  return {
    callsAtOnce: given.callsAtOnce ?? callsAtOnce,
    queue: {
      channel: given.queuePerChannel ?? queue.channel,
      workspace: given.queuePerWorkspace ?? queue.workspace,
      process: given.queuePerProcess ?? queue.process,
    },
    limits: {
      person: limit(given.requestsPerPerson, limits.person),
      workspace: limit(given.requestsPerWorkspace, limits.workspace),
      tokens: limit(given.tokensPerWorkspace, limits.tokens),
    },
  }
}

/** `64` for every provider, or `groq:30,ollama:8`, which leaves the others as they are; `undefined` for anything else. */
export function parseCallsAtOnce(text: string): LoadSettings['callsAtOnce'] | undefined {
  const byDefault = DEFAULT_LOAD.callsAtOnce
  const of: Record<string, number> = {}
  let otherwise: number | undefined
  for (const part of text.split(',')) {
    const [, provider, digits] = /^\s*(?:([a-z]+):)?(\d{1,5})\s*$/.exec(part) ?? []
    const calls = Number(digits)
    if (digits === undefined || calls < 1 || calls > 10_000) return undefined
    if (provider === undefined) otherwise = calls
    else of[provider] = calls
  }
  return otherwise === undefined
    ? { otherwise: byDefault.otherwise, of: { ...byDefault.of, ...of } }
    : { otherwise, of }
}
