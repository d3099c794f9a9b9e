import { mayBeAppealed } from './appealable.ts'
import type { Attempt } from './domain.ts'
import { readable } from './reader-notes.ts'
import type { Done } from './reply-events.ts'
import { scrubbedLine } from './scrubbed-text.ts'
import type { ExchangeRecord } from './store/store.ts'

/** The last event of an exchange that has its outcome, told again from what is stored; nothing is asked anew. */
export function storedDone(record: ExchangeRecord & Required<Pick<ExchangeRecord, 'outcome'>>): Done {
  const { attempts, shownAttempt, outcome } = record
  const [first] = attempts
  const shown = attempts.find(({ id }) => id === shownAttempt)
  return {
    type: 'done',
    exchangeId: record.id,
    model: record.model,
    scripted: record.model.startsWith('rehearsal:'),
    outcome,
    calls: record.calls,
    attempts,
    notes: record.notes,
    ...(record.level && { level: record.level }),
    ...(shown && { answer: answerOf(shown, record), shownAttempt: shown.id }),
    ...(shown?.howAsked !== undefined && { howAsked: shown.howAsked }),
    ...(first && shown && shown !== first && { firstRefusal: readable(first) }),
    ...(outcome === 'clarifying' && record.question && { question: record.question }),
    ...(record.failure && { failure: record.failure }),
    ...(mayBeAppealed(record) && { appealable: true }),
    ...(record.appeal?.status === 'granted' && { afterAppeal: true }),
  }
}

/** An answer is told as it came; only a refusal that stands is made readable. */
function answerOf(shown: Attempt, { attempts, outcome }: ExchangeRecord): string {
  return shown === attempts[0] && outcome !== 'answered' ? readable(shown) : shown.completion
}

/** What somebody is told who asks for the first refusal of an exchange, in Markdown. */
export function firstRefusalTold(record: ExchangeRecord | undefined): string {
  if (record?.scrubbedAt !== undefined) return scrubbedLine(record.scrubbedAt)
  const refusal = record?.outcome && storedDone({ ...record, outcome: record.outcome }).firstRefusal
  return refusal === undefined
    ? 'This is not known any more.'
    : `**What the model said first:**\n\n${refusal}`
}
