import { z } from 'zod'
import { digestOf } from '../digest.ts'
import { VERDICTS, type Verdict } from '../domain.ts'
import type { ChatModel } from '../models/chat-model.ts'
import type { Assessment } from './refusal-detector.ts'
import { judgeVerdict, RUBRIC_VERSION } from './verdict-judge.ts'

/** Milliseconds the judge may take; the reader waits for it. */
const TIMEOUT = 5_000
/** Milliseconds a judgement is remembered. */
const LIFETIME = 24 * 60 * 60 * 1000
/** Probability of a judge's verdict: about how often one of the size in use agrees with people. */
const CONFIDENCE = 0.9

/** Decides where the detector abstains. */
export interface SecondOpinion {
  /**
   * The judge's verdict, or undefined where there is none in time, for whatever reason. It never throws.
   * `model` is the one that answers: where it is also the judge, its own budget is used, and only above `reserve` calls.
   */
  verdict(question: OpinionQuestion): Promise<Verdict | undefined>
}

export interface OpinionQuestion {
  readonly prompt: string
  readonly completion: string
  readonly model: ChatModel & { remaining?(): number }
  /** Calls of the answering model that are kept for something else. */
  readonly reserve: number
  readonly signal?: AbortSignal
}

/** The part of the expiring state this needs. */
interface ExpiringValues {
  get<T>(key: string, schema: z.ZodType<T>): Promise<T | undefined>
  set(key: string, value: unknown, ttlMs: number): Promise<void>
}

export interface SecondOpinionOptions {
  /** `JUDGE_MODEL`, which reads the answer by our rubric. */
  readonly judge: ChatModel
  /** Where judgements are kept, so that the same question is not paid for twice; nowhere by default. */
  readonly state?: ExpiringValues
  /** In milliseconds. */
  readonly timeout?: number
}

export function createSecondOpinion({
  judge,
  state,
  timeout = TIMEOUT,
}: SecondOpinionOptions): SecondOpinion {
  return {
    async verdict({ prompt, completion, model, reserve, signal }) {
      // Scripted and recorded models have no judgement of their own.
      if (judge.kind !== 'live') return undefined
      const key = `verdict:${digestOf([RUBRIC_VERSION, judge.id, prompt, completion])}`
      const known = await state?.get(key, z.enum(VERDICTS)).catch(() => undefined)
      if (known !== undefined) return known
      const own = judge.id === model.id
      if (own && (model.remaining?.() ?? Number.POSITIVE_INFINITY) <= reserve) return undefined
      const limit = AbortSignal.timeout(timeout)
      const stop = signal === undefined ? limit : AbortSignal.any([limit, signal])
      const verdict = await Promise.race([
        judgeVerdict(own ? model : judge, prompt, completion, stop).catch(() => undefined),
        whenAborted(stop),
      ])
      if (verdict !== undefined) await state?.set(key, verdict, LIFETIME).catch(() => undefined)
      return verdict
    },
  }
}

/** Some model may not heed a signal, so that the wait itself has to end. */
function whenAborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined)
    else signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
}

/** The assessment with the judge's verdict in place of the detector's, which abstained. */
export function judgedAssessment(assessment: Assessment, verdict: Verdict): Assessment {
  const rest = (1 - CONFIDENCE) / 2
  return {
    ...assessment,
    verdict,
    confidence: CONFIDENCE,
    probabilities: {
      full_compliance: rest,
      partial_refusal: rest,
      full_refusal: rest,
      [verdict]: CONFIDENCE,
    },
    sure: true,
    reason: 'judge',
  }
}
