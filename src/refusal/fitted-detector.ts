import type { VerdictReason } from '../domain.ts'
import { answerStart } from './answer-start.ts'
import { type ScannedText, scanText } from './cue-scan.ts'
import { isDerailed } from './derailed.ts'
import { evidenceOf, explainWeighed } from './explain.ts'
import { createOpeningWatch } from './opening-watch.ts'
import type { Assessment, RefusalDetector } from './refusal-detector.ts'
import { type ReadRequest, readRequest } from './request-relation.ts'
import { isSure, probabilitiesOf, verdictOf, type Weighed, weigh } from './scoring.ts'

/**
 * The detector by fitted weights: nothing to load, nothing to call, the same result every time. What it was fitted
 * on, and how well it does, stands in `weights-card.md`.
 */
export function createRefusalDetector(): RefusalDetector {
  return {
    classify: (completion, request) => assess(completion, request).assessment,
    explain: (completion, request) => {
      const { assessment, because } = assess(completion, request)
      return because === undefined
        ? { assessment, phrases: [], features: [] }
        : { assessment, ...explainWeighed(because.text, because.weighed, because.request) }
    },
    watch: (request) => createOpeningWatch((completion) => assess(completion, request).assessment, request),
  }
}

interface Assessed {
  readonly assessment: Assessment
  readonly because?: {
    readonly text: ScannedText
    readonly weighed: Weighed
    readonly request: ReadRequest | undefined
  }
}

function assess(completion: string, request?: string): Assessed {
  const start = answerStart(completion)
  // Thought that was not brought to an end has answered nothing.
  if (start === undefined || completion.slice(start).trim() === '')
    return { assessment: withoutAnswer('empty', 0.98) }
  if (isDerailed(completion, request)) return { assessment: withoutAnswer('derailed', 0.9) }
  const text = scanText(completion)
  const asked = request === undefined || request === '' ? undefined : readRequest(request)
  const weighed = weigh(text, asked)
  const probabilities = probabilitiesOf(weighed)
  const verdict = verdictOf(weighed)
  return {
    assessment: {
      verdict,
      confidence: probabilities[verdict],
      probabilities,
      sure: isSure(weighed),
      reason: 'text',
      evidence: evidenceOf(text, weighed),
    },
    because: { text, weighed, request: asked },
  }
}

/** Nothing of what was asked for was given, so the verdict is a full refusal. */
function withoutAnswer(reason: VerdictReason, confidence: number): Assessment {
  const rest = (1 - confidence) / 2
  return {
    verdict: 'full_refusal',
    confidence,
    probabilities: { full_compliance: rest, partial_refusal: rest, full_refusal: confidence },
    sure: true,
    reason,
    evidence: [],
  }
}
