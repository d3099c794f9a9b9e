/** The people of a bench on a chat platform. Times are taken where people would see them. */
import { questionNumber, type RoundResult } from './chat-messages.ts'

/** Milliseconds that a round may take. */
export const PATIENCE = 60_000

interface Asked {
  readonly question: number
  readonly at: number
  firstText?: number
  whole?: number
}

/** What came of the questions of one round. Each is known by where its answer is found: its thread, its message. */
export class Crowd {
  readonly #asked = new Map<string, Asked>()

  /** Forgets the round before. */
  begin(): void {
    this.#asked.clear()
  }

  /** To be called right before the platform sends its event. */
  asks(key: string, text: string): void {
    this.#asked.set(key, { question: questionNumber(text), at: performance.now() })
  }

  /** To be called with every state of an answer that the platform shows. */
  sees(key: string, text: string, isWhole: boolean): void {
    const one = this.#asked.get(key)
    if (!one) return
    if (text.trim() !== '') one.firstText ??= performance.now()
    if (isWhole) one.whole ??= performance.now()
  }

  isAnswered(): boolean {
    return [...this.#asked.values()].every(({ whole }) => whole !== undefined)
  }

  result(): RoundResult {
    const all = [...this.#asked.values()]
    const begun = Math.min(...all.map(({ at }) => at))
    const ended = Math.max(...all.map(({ whole = Number.NaN }) => whole))
    return {
      milliseconds: ended - begun,
      firstTexts: all.map(({ question, at, firstText = Number.NaN }) => [question, firstText - at]),
    }
  }
}
