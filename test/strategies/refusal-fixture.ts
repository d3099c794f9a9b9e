import type { Request, SafetyLevel } from '../../src/domain.ts'
import type { Screening } from '../../src/safety/safety-gate.ts'
import type { Refusal, StrategyTools } from '../../strategies/strategy.ts'

export function request(prompt: string, rest: Partial<Request> = {}): Request {
  return { prompt, conversation: [], trusted: {}, ...rest }
}

export function screening(level: SafetyLevel, sure = true): Screening {
  const probabilities = {
    clearly_fine: 0,
    borderline_fine: 0,
    borderline_harmful: 0,
    clearly_harmful: 0,
    [level]: 1,
  }
  return { level, confidence: 1, probabilities, sure, reasons: [], heard: ['process'] }
}

/** A request that was refused and screened as given. */
export function refusal(asked: Request | string, level: SafetyLevel = 'clearly_fine', sure = true): Refusal {
  return {
    request: typeof asked === 'string' ? request(asked) : asked,
    family: 'llama2',
    completion: 'I cannot help with that.',
    assessment: {
      verdict: 'full_refusal',
      confidence: 1,
      probabilities: { full_compliance: 0, partial_refusal: 0, full_refusal: 1 },
      sure: true,
      reason: 'text',
      evidence: ['I cannot'],
    },
    screening: screening(level, sure),
  }
}

export const SYSTEM_PROMPT = 'You are the house assistant.'

/** Answers for both small calls about "How do I kill a stuck Python process?". */
export const MODEL_JSON = {
  action: 'Stop a stuck Python process',
  readings: [
    { reading: 'Ending a program that hangs', harmful: false, supported: true },
    { reading: 'Disturbing somebody else’s server', harmful: true, supported: false },
  ],
  judgement: 'harmless',
  core: 'stop a Python process',
  flagged: ['kill'],
  rewrite: 'How do I stop a stuck Python process?',
  kept: ['Python', 'process', 'stuck'],
  confidence: 0.9,
}

/** Tools whose model says `answer` and whose screening finds everything clearly fine, unless told otherwise. */
export function tools(rest: Partial<StrategyTools> & { answer?: unknown } = {}): StrategyTools {
  const { answer = MODEL_JSON, ...given } = rest
  return {
    systemPrompt: SYSTEM_PROMPT,
    complete: async () => (typeof answer === 'string' ? answer : JSON.stringify(answer)),
    screen: async () => screening('clearly_fine'),
    ...given,
  }
}
