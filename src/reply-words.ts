import type { QuestionReply } from './bot-types.ts'
import { InputError } from './errors.ts'
import type { ExchangeRecord } from './store/store.ts'

/** What somebody replied to a question, in words. @throws {InputError} for a reading that the question has not */
export function replyWords(reply: QuestionReply, record: ExchangeRecord): string {
  if ('words' in reply.answer) return reply.answer.words
  const { reading } = reply.answer
  const chosen = record.question?.readings.find(({ id }) => id === reading)
  if (!chosen) throw new InputError('That choice is not one of this question. Answer in your own words.')
  return chosen.label
}
