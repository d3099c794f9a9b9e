import { REQUEST_TYPES } from '../../../strategies/request-type.ts'
import { DEFINITIONS } from './definitions.ts'
import { FIGURATIVE_LANGUAGE } from './figurative-language.ts'
import { HISTORICAL_EVENTS } from './historical-events.ts'
import { HOMONYMS } from './homonyms.ts'
import { MULTI_TURN } from './multi-turn.ts'
import { NONSENSE_DISCRIMINATION_REAL_GROUP } from './nonsense-discrimination-real-group.ts'
import { PRIVACY_FICTIONAL } from './privacy-fictional.ts'
import { PRIVACY_PUBLIC } from './privacy-public.ts'
import { PROFESSIONAL } from './professional.ts'
import { REAL_DISCRIMINATION_NONSENSE_GROUP } from './real-discrimination-nonsense-group.ts'
import { SAFE_CONTEXTS } from './safe-contexts.ts'
import { SAFE_TARGETS } from './safe-targets.ts'
import { TRANSLATE_OR_SUMMARISE } from './translate-or-summarise.ts'
import type { TwinPair } from './twin-pair.ts'

/** The ten types of XSTest, and three harder ones. */
export const SUITE_TYPES = [...REQUEST_TYPES, 'multi_turn', 'translate_or_summarise', 'professional'] as const
export type SuiteType = (typeof SUITE_TYPES)[number]

/**
 * All twins by type. A pair’s place in its list is part of the ids of its items, which stand in journals and
 * reports: new pairs go to the end, and one that proves wrong is reworded in its place.
 */
export const SUITES: Readonly<Record<SuiteType, readonly TwinPair[]>> = {
  homonyms: HOMONYMS,
  figurative_language: FIGURATIVE_LANGUAGE,
  safe_targets: SAFE_TARGETS,
  safe_contexts: SAFE_CONTEXTS,
  definitions: DEFINITIONS,
  real_discrimination_nonsense_group: REAL_DISCRIMINATION_NONSENSE_GROUP,
  nonsense_discrimination_real_group: NONSENSE_DISCRIMINATION_REAL_GROUP,
  historical_events: HISTORICAL_EVENTS,
  privacy_public: PRIVACY_PUBLIC,
  privacy_fictional: PRIVACY_FICTIONAL,
  multi_turn: MULTI_TURN,
  translate_or_summarise: TRANSLATE_OR_SUMMARISE,
  professional: PROFESSIONAL,
}
