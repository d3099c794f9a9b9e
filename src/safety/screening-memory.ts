import { z } from 'zod'
import { SAFETY_LEVELS } from '../domain.ts'
import type { Screening } from './safety-gate.ts'

/** Remembers what guard and judge said, so that the same question is not paid for twice. */
export interface ScreeningMemory {
  get(key: string): Promise<Screening | undefined>
  set(key: string, screening: Screening): Promise<void>
}

/** The part of the expiring state this needs. */
interface ExpiringValues {
  get<T>(key: string, schema: z.ZodType<T>): Promise<T | undefined>
  set(key: string, value: unknown, ttlMs: number): Promise<void>
}

/** Milliseconds a screening is remembered: long enough for a conversation, short enough for a new guard model. */
const LIFETIME = 24 * 60 * 60 * 1000

const probability = z.number().min(0).max(1)

const remembered: z.ZodType<Screening> = z.object({
  level: z.enum(SAFETY_LEVELS),
  confidence: probability,
  probabilities: z.record(z.enum(SAFETY_LEVELS), probability),
  sure: z.boolean(),
  reasons: z.array(z.string()),
  heard: z.array(z.enum(['process', 'guard', 'judge'])),
})

/** A memory that every process shares. What cannot be read or written is simply not remembered. */
export function stateMemory(state: ExpiringValues): ScreeningMemory {
  return {
    get: (key) => state.get(`screening:${key}`, remembered).catch(() => undefined),
    set: (key, screening) => state.set(`screening:${key}`, screening, LIFETIME).catch(() => undefined),
  }
}

/** A memory of this process alone, of the latest `size` screenings. */
export function processMemory(size: number): ScreeningMemory {
  const kept = new Map<string, Screening>()
  return {
    async get(key) {
      const known = kept.get(key)
      if (known === undefined) return undefined
      kept.delete(key)
      kept.set(key, known)
      return known
    },
    async set(key, screening) {
      kept.set(key, screening)
      const oldest = kept.keys().next()
      if (kept.size > size && !oldest.done) kept.delete(oldest.value)
    },
  }
}
