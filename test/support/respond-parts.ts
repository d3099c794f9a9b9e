import type { SafetyLevel } from '../../src/domain.ts'
import type { Policy } from '../../src/policy/policy.ts'
import { startingPolicy } from '../../src/policy/starting-policy.ts'
import { createPhraseDetector } from '../../src/refusal/phrase-detector.ts'
import type { ReplyEvent } from '../../src/reply-events.ts'
import type { RespondParts } from '../../src/respond.ts'
import { createSafetyGate } from '../../src/safety/combined-gate.ts'
import { createProcessGate } from '../../src/safety/process-gate.ts'
import type { SafetyGate, Screening } from '../../src/safety/safety-gate.ts'
import { DEFAULT_SYSTEM_PROMPT } from '../../src/system-prompt.ts'
import { STRATEGIES } from '../../strategies/index.ts'
import { requestTypeOf } from '../../strategies/request-type.ts'

/** The real parts, with ids that count up and any of them replaced. */
export function respondParts(replaced: Partial<RespondParts> = {}): RespondParts {
  let ids = 0
  return {
    detector: createPhraseDetector(),
    gate: createSafetyGate({ judge: 'none' }),
    screenInProcess: createProcessGate().screen,
    strategies: STRATEGIES,
    policy: startingPolicy,
    requestType: requestTypeOf,
    systemPrompt: DEFAULT_SYSTEM_PROMPT,
    maxTokens: 200,
    newId: () => `id-${++ids}`,
    timer: () => performance.now(),
    ...replaced,
  }
}

export function screeningOf(level: SafetyLevel, sure = true): Screening {
  const probabilities = {
    clearly_fine: 0,
    borderline_fine: 0,
    borderline_harmful: 0,
    clearly_harmful: 0,
    [level]: 1,
  }
  return { level, sure, confidence: 1, probabilities, reasons: ['set by the test'], heard: ['process'] }
}

/** A gate that says what the test wants of requests and of answers. */
export function fixedGate(request: Screening, answer: Screening = request): SafetyGate {
  return { screen: async () => request, check: async () => answer }
}

/** A policy that always has the same order. */
export function fixedPolicy(order: readonly string[]): Policy {
  return { choose: (situation) => ({ ...startingPolicy.choose(situation), order }) }
}

export async function eventsOf(events: AsyncIterable<ReplyEvent>): Promise<ReplyEvent[]> {
  return Array.fromAsync(events)
}
