/** The people of a bench on a chat platform. Times are taken where people would see them. */
import { type Answered, moment, questionNumber, type RoundOrder } from './chat-messages.ts'

/** Milliseconds that a round may take. */
const PATIENCE = 600_000

interface Asked {
  readonly question: number
  readonly askedAt: number
  firstTextAt?: number
  wholeAt?: number
}

/** What came of the questions of one round. Each is known by where its answer is found: its thread, its message. */
export class Crowd {
  readonly #asked = new Map<string, Asked>()
  readonly #countsAsAnswer: (text: string) => boolean
  #whole = 0
  #onWhole = () => {}

  /** @param countsAsAnswer which visible text is worth reading; default any */
  constructor(countsAsAnswer: (text: string) => boolean = (text) => text.trim() !== '') {
    this.#countsAsAnswer = countsAsAnswer
  }

  /** Everybody asks the next question as soon as theirs is answered, until all are asked and answered. */
  async play(
    { firstQuestion, count, atOnce }: RoundOrder,
    ask: (question: number) => unknown,
  ): Promise<readonly Answered[]> {
    this.#asked.clear()
    this.#whole = 0
    const { promise: allWhole, resolve, reject } = Promise.withResolvers<void>()
    const impatience = setTimeout(() => reject(new Error('not all questions were answered')), PATIENCE)
    let next = 0
    const askNext = () => {
      if (next === count) return
      next += 1
      ask(firstQuestion + next - 1)
    }
    this.#onWhole = () => {
      if (this.#whole === count) resolve()
      else askNext()
    }
    for (let asker = 0; asker < atOnce; asker += 1) askNext()
    await allWhole.finally(() => clearTimeout(impatience))
    return [...this.#asked.values()].map(
      ({ question, askedAt, firstTextAt = Number.NaN, wholeAt = Number.NaN }) => ({
        question,
        askedAt,
        firstTextAt,
        wholeAt,
      }),
    )
  }

  /** To be called right before the platform sends its event. */
  asks(key: string, text: string): void {
    this.#asked.set(key, { question: questionNumber(text), askedAt: moment() })
  }

  /** To be called with every state of an answer that the platform shows. */
  sees(key: string, text: string, isWhole: boolean): void {
    const one = this.#asked.get(key)
    if (!one) return
    if (this.#countsAsAnswer(text)) one.firstTextAt ??= moment()
    if (!isWhole || one.wholeAt !== undefined) return
    one.wholeAt = moment()
    this.#whole += 1
    this.#onWhole()
  }
}
