import { createInterface, type Interface } from 'node:readline/promises'
import type { AskChoice, Bot, IncomingMessage, Person } from '../bot-types.ts'
import type { Attempt, ClarifyingQuestion } from '../domain.ts'
import { RecourseError } from '../errors.ts'
import type { Done, ReplyEvent } from '../reply-events.ts'
import { type Terminal, write } from './output.ts'

export interface AskOptions {
  readonly text: string
  readonly json: boolean
  readonly message: Omit<IncomingMessage, 'text'>
  readonly choice: AskChoice
}

/**
 * Runs one exchange. On a terminal the answer streams and a clarifying question is put to the person;
 * otherwise the exchange ends `clarifying`.
 *
 * @throws {RecourseError} with the failure's code where the exchange failed
 */
export async function ask(terminal: Terminal, bot: Bot, options: AskOptions): Promise<void> {
  const interactive = !options.json && terminal.stdin.isTTY === true && terminal.stdout.isTTY === true
  const { message, text, choice } = options
  let done = await follow(terminal, bot.handleMessage({ ...message, text }, choice), interactive)
  if (interactive && done.outcome === 'clarifying' && done.question) {
    const reply = await putQuestion(terminal, done.question, done.exchangeId, message.author)
    if (reply) done = await follow(terminal, bot.handleReply(reply), interactive)
  }
  if (options.json) await write(terminal.stdout, `${JSON.stringify(asJson(done))}\n`)
  else await tell(terminal, done, interactive)
  if (done.failure) throw new RecourseError(done.failure.code, done.failure.message)
}

async function follow(terminal: Terminal, events: AsyncIterable<ReplyEvent>, live: boolean): Promise<Done> {
  let shownAttempt: string | undefined
  for await (const event of events) {
    if (event.type === 'done') {
      if (live && shownAttempt !== undefined) await write(terminal.stdout, '\n')
      return event
    }
    if (!live) continue
    if (event.type === 'delta') {
      if (shownAttempt !== undefined && shownAttempt !== event.attempt) await write(terminal.stdout, '\n\n')
      shownAttempt = event.attempt
      await write(terminal.stdout, event.text)
    } else if (event.type === 'waiting') {
      if (event.doing !== undefined) await write(terminal.stderr, `${event.doing} …\n`)
    } else if (event.type === 'notice') {
      await write(terminal.stderr, `Asking again ${event.howAsked} …\n`)
    }
  }
  throw new RecourseError('internal', 'The exchange ended without an outcome. Try again.')
}

async function putQuestion(
  terminal: Terminal,
  question: ClarifyingQuestion,
  exchangeId: string,
  author: Person,
) {
  const lines = question.readings.map((reading, index) => `  ${index + 1}. ${reading.label}`)
  await write(terminal.stderr, [question.text, ...lines, '  or say it in your own words', ''].join('\n'))
  const prompt = createInterface({ input: terminal.stdin, output: terminal.stderr })
  try {
    const said = await chosen(prompt, question, terminal)
    if (said === '') return undefined
    const reading = /^\d+$/.test(said) ? question.readings[Number(said) - 1] : undefined
    return { exchangeId, author, answer: reading ? { reading: reading.id } : { words: said } }
  } finally {
    prompt.close()
  }
}

/** What the person said; a number that is no reading is asked for again, and the end of input says nothing. */
async function chosen(prompt: Interface, question: ClarifyingQuestion, terminal: Terminal): Promise<string> {
  for (;;) {
    const said = await prompt.question('> ').then(
      (line) => line.trim(),
      () => '',
    )
    if (!/^\d+$/.test(said) || question.readings[Number(said) - 1]) return said
    await write(terminal.stderr, `Give a number from 1 to ${question.readings.length}, or your own words.\n`)
  }
}

async function tell(terminal: Terminal, done: Done, streamed: boolean): Promise<void> {
  if (!streamed && done.answer !== undefined) await write(terminal.stdout, `${done.answer}\n`)
  if (!streamed && done.question) {
    const readings = done.question.readings.map((reading) => `- ${reading.label}`)
    await write(terminal.stdout, [done.question.text, ...readings, ''].join('\n'))
  }
  const small = [
    `${done.model}${done.scripted ? ' (scripted stand-in)' : ''}: ${done.outcome}`,
    ...(done.howAsked === undefined ? [] : [`Asked again ${done.howAsked}.`]),
    ...(done.firstRefusal === undefined ? [] : [`First refusal: ${done.firstRefusal}`]),
    ...done.notes,
  ]
  if (!done.failure) await write(terminal.stderr, `\n${small.join('\n')}\n`)
}

/** The shape scripts rely on. */
function asJson(done: Done) {
  return {
    id: done.exchangeId,
    model: done.model,
    scripted: done.scripted,
    level: done.level ?? null,
    outcome: done.outcome,
    ...(done.answer !== undefined && { answer: done.answer }),
    ...(done.question && { question: done.question }),
    ...(done.failure && { failure: done.failure }),
    notes: done.notes,
    attempts: done.attempts.map(attemptAsJson),
  }
}

function attemptAsJson(attempt: Attempt) {
  const { strategy, version, verdict, confidence, completion, cutShort, usage, milliseconds } = attempt
  return { strategy, version, verdict, confidence, completion, cutShort, tokens: usage ?? null, milliseconds }
}
