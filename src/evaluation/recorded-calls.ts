import { z } from 'zod'
import type { ModelEvent } from '../models/chat-model.ts'

const usage = z.object({ input: z.number(), output: z.number() })

/** Text as it came, piece by piece, is kept as bare strings; what else came, as it was. */
const storedEvent = z.union([
  z.string(),
  z.object({
    type: z.literal('refusal'),
    signal: z.enum(['refusal_field', 'content_filter', 'toxic_error']),
    text: z.string().exactOptional(),
  }),
  z.object({
    type: z.literal('done'),
    finish: z.enum(['stop', 'length', 'refusal']),
    usage: usage.exactOptional(),
  }),
])

/** One model call that came to its end, or was cut short by the flow once it was known to be a refusal. */
export const recordedCall = z.object({
  unit: z.string(),
  /** Which call of the unit: the direct one that all arms share, or one of an arm's own. */
  key: z.string(),
  events: z.array(storedEvent),
  milliseconds: z.number(),
})
export type RecordedCall = z.infer<typeof recordedCall>

export function storedEvents(events: readonly ModelEvent[]): RecordedCall['events'] {
  return events.map((event) => (event.type === 'text' ? event.text : event))
}

export function* eventsOf(call: RecordedCall): Generator<ModelEvent> {
  for (const event of call.events) yield typeof event === 'string' ? { type: 'text', text: event } : event
}
