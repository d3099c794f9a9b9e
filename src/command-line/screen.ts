import { z } from 'zod'
import type { SafetyGate } from '../safety/safety-gate.ts'
import { mapJsonLines } from './json-lines.ts'
import type { Terminal } from './output.ts'

const turn = z.object({ role: z.enum(['user', 'assistant']), content: z.string() })

const row = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  prompt: z.string(),
  conversation: z.array(turn).default([]),
})

/** Safety levels of requests, JSON Lines in and out; a row without an id is named by its line number. */
export function screen(terminal: Terminal, gate: SafetyGate): Promise<void> {
  const shape = '{"id":"1","prompt":"…","conversation":[{"role":"user","content":"…"}]}'
  return mapJsonLines(terminal, row, shape, async ({ id, prompt, conversation }, line) => {
    const { level, confidence, probabilities } = await gate.screen({ prompt, conversation, trusted: {} })
    return { id: id ?? line, level, confidence, probabilities }
  })
}
