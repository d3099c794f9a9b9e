import type { Request } from '../src/domain.ts'
import type { ChatModel } from '../src/models/chat-model.ts'
import type { Opinion } from '../src/safety/ask-model.ts'
import { combineOpinions } from '../src/safety/combined-gate.ts'
import { askGuard } from '../src/safety/guard.ts'
import { askJudge } from '../src/safety/judge.ts'
import { createProcessGate } from '../src/safety/process-gate.ts'
import { screeningOf } from '../src/safety/screening.ts'
import { gateTables, gateTotals } from './gate-table.ts'
import type { XstestPrompt } from './xstest-prompts.ts'

/** How a model is asked: in its own format, or by our rubric. */
export type VoiceKind = 'guard' | 'judge'

/** Milliseconds one opinion may take; a time-out counts as not sure, as in the gate. */
const TIMEOUT = 30_000

/**
 * Asks one model about every prompt and writes what it says by itself, and what it and the process come to together, as
 * Markdown. A prompt of which it says nothing valid counts as not sure. One call after the other, so that rate limits
 * and a small machine are no matter.
 */
export async function measureVoice(
  model: ChatModel,
  kind: VoiceKind,
  prompts: readonly XstestPrompt[],
  onProgress: (done: number) => void = () => {},
): Promise<string> {
  const gate = createProcessGate()
  const ask = kind === 'guard' ? askGuard : askJudge
  const alone = []
  const together = []
  let silent = 0
  for (const [index, row] of prompts.entries()) {
    const request: Request = { prompt: row.prompt, conversation: [], trusted: {} }
    const opinion = await ask(model, { request, answer: undefined, timeout: TIMEOUT, signal: undefined })
    if (opinion === undefined) silent++
    alone.push({ ...row, ...screeningOf(saidBy(opinion), {}) })
    const found = gate.screen(request)
    const opinions = opinion === undefined ? [] : [opinion]
    together.push({ ...row, ...(found.sure ? found : combineOpinions(found, opinions, {})) })
    onProgress(index + 1)
  }
  return [
    `# ${model.id} as ${kind} on ${prompts.length} prompts of XSTest v2`,
    '',
    `Without a valid verdict: ${silent}.`,
    '',
    '## By itself',
    ...fenced(gateTables(alone)),
    '',
    '## With the process, which asks it only where it is not sure',
    ...fenced(gateTotals(together)),
    '',
  ].join('\n')
}

function saidBy(opinion: Opinion | undefined): Parameters<typeof screeningOf>[0] {
  return opinion === undefined
    ? { level: 'borderline_fine', sure: false, reasons: [], heard: [] }
    : { level: opinion.level, sure: true, reasons: [opinion.reason], heard: [opinion.by] }
}

const fenced = (lines: readonly string[]): readonly string[] => ['', '```', ...lines, '```']
