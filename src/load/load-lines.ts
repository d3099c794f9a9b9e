import { LoadError, ModelError } from '../errors.ts'
import type { Full } from './room.ts'

/** What people are told of load, in one place. Times are milliseconds. */

/** How long something takes, in words: `12 seconds`, `3 minutes`, `5 hours`. */
export function inWords(milliseconds: number): string {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000))
  if (seconds < 90) return counted(seconds, 'second')
  const minutes = Math.ceil(seconds / 60)
  return minutes < 90 ? counted(minutes, 'minute') : counted(Math.ceil(minutes / 60), 'hour')
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

const WHERE: Readonly<Record<Full, string>> = {
  channel: 'in this channel',
  workspace: 'in this workspace',
  provider: 'for this provider',
  process: 'here',
}

/** There is no room to wait. `soon` is about how long those who wait will take. */
export function noRoom(full: Full, bound: number, soon: number): LoadError {
  const instead = full === 'provider' ? ', or choose another model with /model' : ''
  return new LoadError(
    `busy_${full}`,
    `Too many requests wait ${WHERE[full]} already (${bound.toLocaleString('en')}), so this one was not taken on. Ask again in about ${inWords(soon)}${instead}.`,
  )
}

/** The provider has failed again and again, and is left alone. */
export function leftAlone(provider: string, wait: number): ModelError {
  return new ModelError(
    'unavailable',
    `${provider} has failed several times in a row, so nothing is sent to it just now. Try again in about ${inWords(wait)}, or choose another model with /model.`,
  )
}

/** The provider asks for more patience than anybody has. */
export function restingLong(provider: string, wait: number): ModelError {
  return new ModelError(
    'rate_limited',
    `${provider} is at its rate limit, and asks to wait ${inWords(wait)}. Try again then, or choose another model with /model.`,
    { retryAfter: wait },
  )
}

/** Completes “is …” where a reply waits. `rest` is how long the provider asks to wait. */
export function waitingWords(provider: string, ahead: number, rest: number): string {
  const place = ahead === 0 ? 'you are next' : `${ahead.toLocaleString('en')} ahead of you`
  return rest > 0
    ? `waiting for ${provider}, which asks for ${inWords(rest)} of patience: ${place}`
    : `waiting for the model: ${place}`
}

/** Completes “is …” where a call that failed before its first word is made again. */
export function retryWords(provider: string, wait: number): string {
  return `waiting for ${provider}, which turned this away: next try in ${inWords(wait)}`
}

/** A person or a workspace has asked as often as it may in a minute. */
export function tooOften(whose: 'person' | 'workspace', limit: number, freeIn: number): LoadError {
  const who = whose === 'person' ? 'You have' : 'This workspace has'
  return new LoadError(
    `limit_${whose}`,
    `${who} asked ${counted(limit, 'time')} within a minute, which is as often as ${whose === 'person' ? 'one person' : 'it'} may. Ask again in ${inWords(freeIn)}.`,
  )
}

/** A workspace has used up its tokens of the day. */
export function tokensSpent(limit: number, freeIn: number): LoadError {
  return new LoadError(
    'limit_tokens',
    `This workspace has used its ${limit.toLocaleString('en')} tokens of today. There are new ones at 00:00 UTC, in ${inWords(freeIn)}; whoever runs Recourse can give it more with /limits.`,
  )
}

const PROVIDER_NAMES: Readonly<Record<string, string>> = {
  cohere: 'Cohere',
  groq: 'Groq',
  ollama: 'Ollama',
  openai: 'OpenAI’s endpoint',
}

/** A provider as people write it, by what its models' ids begin with. */
export function providerName(provider: string): string {
  return PROVIDER_NAMES[provider] ?? provider
}
