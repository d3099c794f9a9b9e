import type { ChatMessage, Request, SafetyLevel } from '../domain.ts'
import type { ChatModel, GenerateOptions } from '../models/chat-model.ts'
import { collect } from '../models/collect.ts'

/** What a guard or judge is asked about, and how long it may take. */
export interface SafetyQuestion {
  readonly request: Request
  /** Given when an answer is to be judged together with the request. */
  readonly answer: string | undefined
  /** Milliseconds. */
  readonly timeout: number
  readonly signal: AbortSignal | undefined
}

/** What a guard or judge says. */
export interface Opinion {
  readonly by: 'guard' | 'judge'
  readonly level: SafetyLevel
  readonly reason: string
}

/** One short call that cannot fail loudly: undefined for a refusal, a cut answer, any error or time-out. */
export async function askModel(
  model: ChatModel,
  messages: readonly ChatMessage[],
  { timeout, signal }: SafetyQuestion,
  options: Omit<GenerateOptions, 'signal'>,
): Promise<string | undefined> {
  const limit = AbortSignal.timeout(timeout)
  const stop = signal === undefined ? limit : AbortSignal.any([limit, signal])
  // Some model may not heed the signal, so the wait itself ends too.
  const stopped = new Promise<undefined>((resolve) => {
    if (stop.aborted) resolve(undefined)
    else stop.addEventListener('abort', () => resolve(undefined), { once: true })
  })
  const reply = collect(model, messages, { ...options, temperature: 0, signal: stop, purpose: 'judge' }).then(
    ({ text, finish, refusal }) => (finish === 'stop' && refusal === undefined ? text : undefined),
    () => undefined,
  )
  return Promise.race([reply, stopped])
}
