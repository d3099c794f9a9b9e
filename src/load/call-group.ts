import type { AsyncLocalStorage } from 'node:async_hooks'
import type { ChatModel } from '../models/chat-model.ts'
import { providerOf } from '../models/provider-of.ts'
import type { SecondOpinion } from '../refusal/second-opinion.ts'
import type { SafetyGate } from '../safety/safety-gate.ts'
import type { Owner } from './fair-queue.ts'
import { type CallTurns, governed } from './governed-model.ts'
import type { Lane, Permit, Place } from './lane.ts'
import { providerName, retryWords, waitingWords } from './load-lines.ts'

export interface CallGroupOptions {
  readonly owner: Owner
  /** It was promised an answer before, so bounds do not count. */
  readonly isAdmitted: boolean
  /** Ends all waiting. */
  readonly signal?: AbortSignal | undefined
  /** Told what it waits for, in words that complete “is …”; `undefined` when it waits no longer. */
  readonly waits: (doing: string | undefined) => void
}

export interface CallGroupParts extends Pick<CallTurns, 'sleep' | 'random'> {
  readonly lane: (provider: string) => Lane
  readonly charge: (owner: Owner, tokens: number) => void
  /** Whose call a model makes that everybody shares. */
  readonly current: AsyncLocalStorage<CallGroup>
  /** Monotonic, in milliseconds. */
  readonly timer: () => number
  /** Told how long the first call waited for its turn, in seconds; also where that never came. */
  readonly waited?: ((seconds: number) => void) | undefined
}

/** A place that waits for its call; `over` when it does so no longer. */
interface Held {
  readonly provider: string
  readonly permit: Permit
  readonly over: AbortController
}

/** Least time between two lines to the same reader, in milliseconds: Slack and Discord ration what is written. */
const TOLD_AGAIN_AFTER = 5_000

/**
 * How long a place is kept for the first call, in milliseconds: whoever waits for it may be held up by a platform, which
 * must not keep others from the provider.
 */
const KEPT_FOR = 1_000

/**
 * The calls of one exchange, or of one cell of a comparison: they take turns with those of others, go on before others
 * begin once the first one has, and are charged to the same workspace.
 */
export class CallGroup {
  readonly #options: CallGroupOptions
  readonly #parts: CallGroupParts
  readonly #turns: CallTurns
  /** A place that was taken for the first call, before it is made. */
  #held: Held | undefined
  /** A call was let through; one was answered, so that others go on before anybody begins. */
  #hadTurn = false
  #isBegun = false
  #isOver = false
  #told: { readonly at: number; readonly ahead: number; readonly isResting: boolean } | undefined

  constructor(options: CallGroupOptions, parts: CallGroupParts) {
    this.#options = options
    this.#parts = parts
    this.#turns = {
      enter: (provider, signal) => this.#enter(provider, signal),
      again: (provider, wait) => this.#tell(retryWords(providerName(provider), wait), 0, true),
      charge: (tokens) => parts.charge(options.owner, tokens),
      sleep: parts.sleep,
      random: parts.random,
    }
  }

  /** What its calls wait by. */
  get turns(): CallTurns {
    return this.#turns
  }

  /**
   * Waits for the turn of the first call, which is then kept for it for a moment. `mustWait` is called where that is not
   * at once.
   *
   * @throws {LoadError} where there is no room to wait
   * @throws {ModelError} where waiting is of no use, or `aborted`
   */
  async begin(model: ChatModel, mustWait?: () => void): Promise<void> {
    const provider = providerOf(model.id)
    const permit = await this.#enter(provider, this.#options.signal, mustWait)
    if (this.#isOver) {
      permit.leave({ kind: 'unknown' })
      return
    }
    const held = { provider, permit, over: new AbortController() }
    this.#held = held
    this.#parts
      .sleep(KEPT_FOR, held.over.signal)
      .then(() => this.#held === held && this.#giveBack())
      .catch(() => undefined)
  }

  /** The model with its calls in turn. */
  model(model: ChatModel): ChatModel {
    return governed(model, () => this.#turns)
  }

  /** Parts that ask models of their own, with these calls counted as this group's. */
  judging<Parts extends { readonly gate: SafetyGate; readonly secondOpinion?: SecondOpinion }>(
    parts: Parts,
  ): Parts {
    const { gate, secondOpinion } = parts
    const { current } = this.#parts
    return {
      ...parts,
      gate: {
        screen: (...given) => current.run(this, () => gate.screen(...given)),
        check: (...given) => current.run(this, () => gate.check(...given)),
      } satisfies SafetyGate,
      ...(secondOpinion && {
        secondOpinion: {
          verdict: (question) => current.run(this, () => secondOpinion.verdict(question)),
        } satisfies SecondOpinion,
      }),
    }
  }

  /** Gives back what was not used. */
  end(): void {
    this.#isOver = true
    this.#giveBack()
  }

  async #enter(provider: string, signal: AbortSignal | undefined, queued?: () => void): Promise<Permit> {
    const held = this.#taken()
    if (held?.provider === provider) return held.permit
    // Who keeps a place at one provider while waiting for another could wait for somebody who does the same.
    held?.permit.leave({ kind: 'unknown' })
    const { owner, isAdmitted } = this.#options
    const isFirst = !this.#hadTurn
    const since = this.#parts.timer()
    let isQueued = false
    const waited = () => isFirst && this.#parts.waited?.((this.#parts.timer() - since) / 1000)
    const turn = this.#parts.lane(provider).enter({
      owner,
      isBegun: this.#isBegun,
      isAgain: this.#hadTurn,
      isAdmitted: isAdmitted || this.#hadTurn,
      signal,
      queued() {
        isQueued = true
        queued?.()
      },
      tell: (place) => this.#tellPlace(provider, place),
    })
    const permit = await turn.catch((error: unknown) => {
      // Who is turned away at once has not waited.
      if (isQueued) waited()
      throw error
    })
    waited()
    this.#hadTurn = true
    if (this.#told) {
      this.#told = undefined
      this.#options.waits(undefined)
    }
    return {
      leave: (end) => {
        if (end.kind === 'answered') this.#isBegun = true
        permit.leave(end)
      },
    }
  }

  /** What was kept, which is kept no longer. */
  #taken(): Held | undefined {
    const held = this.#held
    this.#held = undefined
    held?.over.abort()
    return held
  }

  #giveBack(): void {
    this.#taken()?.permit.leave({ kind: 'unknown' })
  }

  #tellPlace(provider: string, { ahead, rest }: Place): void {
    const told = this.#told
    const now = this.#parts.timer()
    if (told) {
      const isNews = ahead * 2 <= told.ahead && ahead < told.ahead
      if (now - told.at < TOLD_AGAIN_AFTER || (!isNews && told.isResting === rest > 0)) return
    }
    this.#tell(waitingWords(providerName(provider), ahead, rest), ahead, rest > 0)
  }

  #tell(words: string, ahead: number, isResting: boolean): void {
    this.#told = { at: this.#parts.timer(), ahead, isResting }
    this.#options.waits(words)
  }
}
