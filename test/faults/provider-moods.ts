/** A provider that answers most of the time, and fails in every way otherwise. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { ReceivedRequest, Reply } from '../fakes/provider-server.ts'

/** Stands in every whole answer, so that one that broke off is told from it. */
export const ANSWER_BEGINS = 'The answer to number'
export const ANSWER_ENDS = 'That is all there is to say.'

export function questionText(number: number): string {
  return `Which colour has the sea at hour ${number}?`
}

/** The share of calls that fail. */
const FAILING = 0.12

export function moodyProvider(random: () => number): (request: ReceivedRequest) => Promise<Reply> {
  return async ({ prompt }) => {
    const number = /hour (\d+)/.exec(prompt)?.[1] ?? '?'
    const text = [
      `${ANSWER_BEGINS} ${number} is that it depends on the light, the depth and the weather of the hour.`,
      'At dawn it is grey, at noon it is blue, and before a storm it is nearly black.',
      ANSWER_ENDS,
    ].join(' ')
    await sleep(random() * 300)
    const whole = { text, chunkSize: 24, delay: 4 }
    if (random() >= FAILING) return whole
    const part = Math.floor(random() * text.length)
    const moods: readonly Reply[] = [
      { status: 429, headers: { 'retry-after': '1' } },
      { status: 500 },
      { status: 503 },
      { status: 401 },
      { ...whole, dropAfter: part },
      { ...whole, dropAfter: 0 },
      { ...whole, endAfter: part },
      { ...whole, intrude: { after: part, data: '{"error":{"message":"overloaded"}}' } },
      { ...whole, intrude: { after: part, data: 'no JSON at all' } },
      { text: '' },
      { ...whole, delay: 150 },
    ]
    return moods[Math.floor(random() * moods.length)] ?? whole
  }
}
