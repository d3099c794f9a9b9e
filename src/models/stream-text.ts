import { setTimeout as sleep } from 'node:timers/promises'
import { ModelError } from '../errors.ts'
import type { ModelEvent } from './chat-model.ts'

/** Longest piece handed on at once, in characters; some texts have no spaces. */
const LONGEST_PIECE = 24

/**
 * Hands on a text that is already known the way a model would: word by word.
 * @param delay milliseconds before each piece.
 * @throws {ModelError} `aborted` when the signal fires.
 */
export async function* streamText(
  text: string,
  { signal, delay = 0 }: { readonly signal?: AbortSignal | undefined; readonly delay?: number },
): AsyncGenerator<ModelEvent, void, undefined> {
  for (const piece of pieces(text)) {
    if (delay > 0) await sleep(delay, undefined, signal ? { signal } : {}).catch(() => {})
    stopIfAborted(signal)
    yield { type: 'text', text: piece }
  }
  stopIfAborted(signal)
}

function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new ModelError('aborted', 'The call was stopped.')
}

/** Words with the space before them; joined, they are the text again. */
function pieces(text: string): string[] {
  const words = text.match(/\s*\S+\s*$|\s*\S+|\s+/gu) ?? []
  return words.flatMap((word) => word.match(new RegExp(`[^]{1,${LONGEST_PIECE}}`, 'gu')) ?? [])
}
